"""What people and programs write where it makes no sense."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


NUMBERS = (
    *_words("0 -1 1 2 7 1000 99999 0.5 6.3 1,5 50% +3 00 -0 ３ ³ ٣ 0x10 1_000 NaN inf"),
    *_words("1e9 1e999 -1e999 1e-400 4294967296 9223372036854775808"),
    *("9" * 20, "9" * 400, "9" * 5000),
)
TEXTS = (
    *("", " ", "\t", "\u3000", "\n", "\r\n", "\r", "\x00", "\x07", "\x1b[31m", "\ufeff", "\u202e"),
    *("\u2028", "\ufffe", "e\u0301", "a b", "a" * 41, "长" * 2001, "x" * 40_000, "甲、" * 90),
    *_words("' \" '' \"\" =1+1 +1 - @x #REF! TRUE 是 null nan 无 × 、 、、、 , ; 𠮷 é ＩＤ ß İ"),
    *_words("08:20 24:00 25:00 8时60分 2025-02-30 2025-09-01 0000-00-00 1900-01-00 周一 周八"),
    *_words("1-9 7-1 三十二 三年级(2)班 十二 302 1.2.3 ../../x / C:\\x T001 C [[[[ { } ["),
    *_words("<b> &amp; ]]> {{7*7}} %s%n hard Linear core national_base"),
)
EVERYTHING = (*NUMBERS, *TEXTS)
BYTES = (
    *(b"\x00", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"PK\x03\x04"),
    *(b"\x80", b"\xe4\xb8", b"\xd6\xd0", b"\xed\xa0\x80", b'"', b"'", b"<", b"&", b"=", b"["),
    *(b"{", b"]]>", b"<!--", b"<![CDATA["),
)
ENCODINGS = _words("GBK gb2312 GB18030 utf8 UTF-16 latin1 hex idna no-such big5")
# Of a policy: lines of a rule, a parameter and a value.
SETTINGS = (
    "[rules.{0}]\n{1} = {2}",
    "[rules.{0}]\nweight = {2}",
    "[rules.{0}]\nenabled = true",
    "[rules.{0}]\nstrictness = '{1}'",
    "[rules.{0}]\n{1} = [{2}, {2}]",
    "[rules.{0}]\n{1} = {{a = {2}}}",
    "[rules.{0}]\nwindow = 'week'\nmin = {2}\nmax = {2}",
    "[community]\nid = {2}",
    "rules = {2}",
    "{1} = {2}",
    "[rules.{0}.{1}.{0}]",
    "[[rules]]",
)
PARAMETERS = _words("min max share weight cost_function scope norms earliest_primary")
VALUES = _words("inf nan 1979-05-27 07:32:00 0x7fffffffffffffff 1e400 {} [] '' true")
MANY = (2, 3, 10, 100, 1_000, 5_000, 20_000)  # times that something is repeated
MOST_BYTES = 2_000_000  # of an input: what is damaged stays a small file

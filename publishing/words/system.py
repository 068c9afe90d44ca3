"""What the system may refuse, by the symbol of its error, and what to try."""

from __future__ import annotations

import errno

from community.text import Text

_FULL = Text(
    "磁盘已满，请清理后再试，或换一个位置", "the disk is full; make room, or choose another place"
)
_RIGHTS = Text(
    "没有写入或读取的权限，请换一个位置", "no right to read or write there; choose another place"
)

_SYSTEM = {
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "EFBIG": Text(
        "文件超过这里允许的大小，请换一个位置", "too large a file for this place; choose another"
    ),
    "EACCES": _RIGHTS,
    "EPERM": _RIGHTS,
    "EROFS": Text("这个位置只读，请换一个位置", "this place is read-only; choose another place"),
    "ENAMETOOLONG": Text("名称太长，请换短一些的", "the name is too long; choose a shorter one"),
    "EEXIST": Text(
        "同名的文件已在这里，请换一个路径", "a file of this name is there; choose another path"
    ),
    "ENOTDIR": Text(
        "路径中有一个文件，此处应为文件夹", "a file stands in this path where a folder is expected"
    ),
}


def refusal(error: OSError) -> Text:
    """Return what the system refused and what to try, with the system's own words."""
    said = error.strerror or str(error)
    found = _SYSTEM.get(errno.errorcode.get(error.errno or 0, ""))
    return Text(f"{found.zh} ({said})", f"{found.en} ({said})") if found else Text(said, said)

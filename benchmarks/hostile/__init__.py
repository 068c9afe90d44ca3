"""Damaged inputs against the program: ``python -m benchmarks.hostile --runs N [--seed S]``.

``[--first I] [--kinds KIND ...] [--processes K] [--keep FOLDER]``

Small valid inputs (a community with rows in every table as a folder and as a workbook, its plan as
a folder, as a workbook and as a roster alone, a school's workbook to be merged, changes and lessons
in words, files of XHSTT, FET and other programs) are damaged, each in one to three ways:
bytes, lines, cells, rows, columns, keys, numbers, elements, parts of a zip, whole files; some are
repeated thousands of times. Commands read them, in a process that a second one guards, every K-th
as a process of its own. Reported is what must never be: a traceback, an exit code outside the
table, bad input without a line in the planner's language or with something written, more than ten
seconds, more than a gigabyte.

Input I of seed S is always the same: ``--first I --runs 1`` makes it again, ``--keep`` keeps what
was found. The exit code is 1 when anything was.
"""

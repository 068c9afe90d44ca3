"""The search on public schools: cost, bound, time and memory of every archive, and cost over time.

``python -m benchmarks.xhstt --data FOLDER --seconds S [--seeds N] [--workers 2] [--only NAME ...]
[--without anneal|pools|hints|parts|choice] [--out FOLDER] [--table]``

Solves the first instance of every archive in FOLDER/archive/*.xml (or FOLDER/*.xml), each in a
process of its own, so that its memory is its own. Each run leaves in the output folder the
timetable found (an XHSTT file) and a record (JSON); a run whose record is there, of this version
of the program, is not run again, so that a benchmark that was stopped goes on. At the end, or with
``--table`` at once, the records become ``table.md``, ``table.csv`` and ``curves.png``.

FOLDER/best.tsv holds the best published costs; without it their columns stay empty. ``first_s`` is
the time to the first timetable in which every lesson has its time, ``best_s`` to the best one.
"""

"""The practice of today against the joint plan: ``python -m benchmarks.sequential``.

``[--data examples] [--only NAME ...] [--profile libo] [--seeds 1-20] [--seconds S] [--out FOLDER]
[--table]``

Each community gets one roster and one staffing; its week is then solved in three ways by the same
engine, with the same seed and the same seconds for the whole community:

- ``after``: school after school, the core school first, the others by size. What the earlier ones
  have fixed stays: shared people are taken at those times, synchronous lessons follow.
- ``agreed``: fixed points first (days or half-days of shared people, slots of synchronous series),
  then school after school.
- ``joint``: one plan for all schools.

Every community leaves a line (JSON) in the output folder; one that is there, of this version of the
program, is not run again. At the end, or with ``--table`` at once, the lines become the table.
"""

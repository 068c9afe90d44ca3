"""Communities that ask for much, each with a plan that keeps all of it: is each of them planned?

``python -m benchmarks.planted --out FILE [--count N] [--profiles NAME ...] [--first SEED]``
``[--effort UNITS] [--minutes M]``

A sample community comes with a plan (``onebell new``). Some lessons of its week are changed:
classes have lessons together or in groups, courses are shared out, colleagues come to lessons,
some lessons are three or four at a stretch. Then rows of all tables of requests are read off the
week, so that it keeps them: 任课, 固定课, 合班, 分组走班, 时间, 课时, 折算课时, 课程关系, 教室,
值班. An audit of the planted plan says that it does; so INFEASIBLE would be a wrong proof, and no
plan a search that fails.

Each run is one line of JSON in FILE; one that is there is not done again. The last lines say how
many were planned and audited clean, and what became of the others.
"""

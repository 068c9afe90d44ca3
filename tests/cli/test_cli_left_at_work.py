"""The exit code is the program's own where a solver is left at work when the time is over."""

from __future__ import annotations

import subprocess
import sys
import textwrap

PROGRAM = textwrap.dedent(
    """
    import threading
    import time

    import click
    from ortools.sat.python import cp_model

    from publishing.commands import NO_TIME, Onebell
    from solving.interrupt import ends_at
    from solving.threads import side_by_side


    @click.group(cls=Onebell)
    def main():
        pass


    @main.command()
    @click.pass_context
    def plan(ctx):
        model = cp_model.CpModel()
        model.add(model.new_bool_var("") == 1)

        def work():  # comes back from the solver while the program ends
            while True:
                cp_model.CpSolver().solve(model)

        with ends_at(time.monotonic() + 1.0):
            side_by_side([work])
        print("over")
        ctx.exit(NO_TIME)


    main()
    """
)


def test_a_solver_left_at_work_does_not_take_the_exit_code() -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, "plan"], capture_output=True, text=True, timeout=60
    )
    assert (found.returncode, found.stdout, found.stderr) == (3, "over\n", "")

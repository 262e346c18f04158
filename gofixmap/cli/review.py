"""`gofixmap review`: choose hunks of a patch that was saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.cli.options import PathName
from gofixmap.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from gofixmap.engine.patching import Plan
    from gofixmap.review.choice import Choice


@click.command()
@click.argument("patch", type=PathName())
@click.option(
    "-o",
    "--output",
    type=PathName(),
    metavar="FILE",
    help="Write the chosen part to FILE instead of stdout.",
)
@click.option("--apply", "writes", is_flag=True, help="Apply the chosen part to the tree.")
@click.option("--restart", is_flag=True, help="Forget the answers of a review that was stopped.")
@click.option(
    "--directory",
    type=PathName(),
    metavar="DIR",
    help="The folder that the paths in the patch are seen from, as for gofixmap patch apply.",
)
def review(
    patch: Path, output: Path | None, writes: bool, restart: bool, directory: Path | None
) -> int:
    """Choose hunks of PATCH, a file that apply --dry-run, race or git diff has written.

    Hunks are asked about one by one, as by git add -p. Where their headings name fixes, declining
    one hunk of a fix declines the fix; else each hunk stands for itself. What is chosen is proved
    by nobody: gofixmap check, or the build, says what it is worth.
    """
    from gofixmap.cli.interactive import ask, refuse_without_terminal
    from gofixmap.cli.output import say
    from gofixmap.cli.patch import place_of, read_patch
    from gofixmap.cli.patches import check_output, print_patch, save
    from gofixmap.engine.patching import plan
    from gofixmap.engine.state import state_folder
    from gofixmap.review.choice import choice_of
    from gofixmap.review.layout import layout_of
    from gofixmap.review.memory import Store
    from gofixmap.review.session import Session

    if str(patch) == "-":
        raise UsageError("review reads answers from stdin", hint="save the patch in a file")
    check_output(output)
    whole = read_patch(patch, recount=False)
    top, prefix = place_of(directory)
    if writes:
        _refuse_stale(plan(whole, top, prefix=prefix))
    refuse_without_terminal("review", "gofixmap patch split takes a patch apart without asking")
    session = Session(layout_of(whole))
    store = Store(state_folder("review"), "review", top / prefix)
    forget = ask(session, store, verb="apply" if writes else "take", restart=restart)
    choice = choice_of(session)
    if output is not None:
        save(output, choice.patch.render())
    if writes:
        plan(choice.patch, top, prefix=prefix).write("review")
    elif output is None:
        print_patch(choice.patch.render())
    if forget is not None:
        forget()
    for line in _summary(choice, len(session.layout.fixes), writes=writes):
        say(line)
    return EXIT_OK


def _refuse_stale(planned: Plan) -> None:
    """Raises where the whole patch does not fit: before a person has looked at all of it."""
    for problem in planned.problems:
        raise problem


def _summary(choice: Choice, fixes: int, *, writes: bool) -> list[str]:
    from gofixmap.cli.interactive import AGAIN, left_lines
    from gofixmap.patch.stat import totals

    again = "make the patch again, and review that: your answers stand" if writes else AGAIN
    lines = list(left_lines(choice, again))
    if choice.by_hand:
        lines.append(f"edited by hand, which nobody has proved: {', '.join(choice.by_hand)}")
    taken = len(choice.taken) + len(choice.by_hand)
    return [*lines, f"{taken} of {fixes} fixes taken: {totals(choice.patch)}"]

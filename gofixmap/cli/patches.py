"""What commands do alike with the patch, or whatever else, that they end in."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gofixmap.errors import UsageError

if TYPE_CHECKING:
    from gofixmap.review.units import Unit


def check_output(output: Path | None, what: str = "patch") -> None:
    """Refuse a file for the patch, or whatever it is, that cannot be written, before the work."""
    if output is not None and (output.is_dir() or not output.absolute().parent.is_dir()):
        raise UsageError(f"cannot write the {what} there", where=str(output))


def make_patch(
    root: Path,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    units: Sequence[Unit] = (),
) -> bytes:
    """The patch, with the paths that `git apply` wants at the top of the repository.

    `units` are the fixes that make `after` of `before`; the headings of hunks name them.
    """
    from gofixmap.patch import check_round_trip
    from gofixmap.patch.top import prefix_of
    from gofixmap.review.headings import named_patch

    prefix = prefix_of(root)
    old = {prefix + path: data for path, data in before.items()}
    new = {prefix + path: data for path, data in after.items()}
    data = named_patch(before, after, units, prefix).patch.render()
    if data:
        check_round_trip(data, old, new)
    return data


def save(output: Path, data: bytes, what: str = "the patch") -> None:
    """Replaces the file; raises UsageError, with what was there still there, where that fails."""
    from gofixmap.files import replace_file

    try:
        replace_file(output, data)
    except OSError as error:
        raise UsageError(f"cannot write {what}: {error.strerror}", where=str(output)) from error


def print_patch(patch: bytes) -> None:
    """The patch as it is, or in colour where a person looks at it."""
    from gofixmap.cli.output import is_terminal, print_bytes, print_lines
    from gofixmap.reports.lines import diff_lines

    if is_terminal(sys.stdout):
        print_lines(diff_lines(patch.decode("utf-8", "surrogateescape")))
    else:
        print_bytes(patch)

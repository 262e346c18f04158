"""Whose a file is, by a CODEOWNERS file in the syntax of GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Callable

from gofixmap.errors import UsageError

#: Where GitHub and GitLab look, from the top of the repository, in this order.
PLACES = (".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
NOBODY = "without an owner"


def owners(text: str, where: str) -> Callable[[str], str]:
    """The owners of a path, as one text. Raises UsageError where the file has a wrong pattern."""
    from codeowners import CodeOwners

    try:
        parsed = CodeOwners(text)
    except ValueError as error:
        raise UsageError(str(error), where=where) from error

    def of(path: str) -> str:
        return " ".join(sorted(name for _, name in parsed.of(path))) or NOBODY

    return of

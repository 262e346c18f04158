"""Whose a file is, by a CODEOWNERS file in the syntax of GitHub and GitLab."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from gofixmap.errors import UsageError

#: Where GitHub and GitLab look, from the top of the repository, in this order.
PLACES = (".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
NOBODY = "without an owner"
#: A section of GitLab's: `[Name]`, `^[Name][2]`, and the owners of lines in it that name none.
_SECTION = re.compile(r"\^?(?P<name>\[[^\]]*\])(?:\[[0-9]+\])?(?P<owners>\s.*)?")


def owners(text: str, where: str) -> Callable[[str], str]:
    """The owners of a path, as one text. Raises UsageError where the file has a wrong pattern."""
    from codeowners import CodeOwners

    try:
        parsed = CodeOwners("\n".join(_with_section_owners(text)))
    except ValueError as error:
        raise UsageError(str(error), where=where) from error

    def of(path: str) -> str:
        return " ".join(sorted(name for _, name in parsed.of(path))) or NOBODY

    return of


def _with_section_owners(text: str) -> Iterator[str]:
    """The lines, where those without owners have the ones of their section."""
    default = ""
    for line in text.splitlines():
        stripped = line.strip()
        section = _SECTION.fullmatch(stripped)
        if section is not None:
            default = section["owners"] or ""
            yield section["name"]
        elif default and stripped and not stripped.startswith("#") and " " not in stripped:
            yield stripped + default
        else:
            yield line

"""What `gofixmap patch split` divides by, and the files that it writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gofixmap.errors import UsageError

if TYPE_CHECKING:
    from gofixmap.patch import Patch
    from gofixmap.patch.split import Part

_ODD = re.compile(r"[^A-Za-z0-9._+-]+")
_NAME_LENGTH = 60


def parts_of(patch: Patch, by: str, top: Path, prefix: str) -> tuple[Part, ...]:
    """The parts of a patch; `prefix` leads from `top` to where its paths begin."""
    from gofixmap.patch.split import split_codemods, split_files

    if by == "codemod":
        return split_codemods(patch)
    groups: dict[str, Callable[[], Callable[[str], str]]] = {
        "file": lambda: lambda path: path,
        "directory": lambda: lambda path: str(PurePosixPath(path).parent),
        "owner": lambda: _owner(top, prefix),
        "module": lambda: _module(top, prefix),
    }
    return split_files(patch, groups[by]())


def _owner(top: Path, prefix: str) -> Callable[[str], str]:
    from gofixmap.cli.output import say
    from gofixmap.patch.owners import NOBODY, read_owners

    found = read_owners(top)
    for problem in found.problems:
        say(problem)
    return lambda path: " ".join(found.of(prefix + path)) or NOBODY


def _module(top: Path, prefix: str) -> Callable[[str], str]:
    """The folder of the nearest go.mod, from the top."""

    def of(path: str) -> str:
        for folder in PurePosixPath(prefix + path).parents:
            if ".." not in folder.parts and (top / folder / "go.mod").is_file():
                return str(folder)
        return "without a module"

    return of


def save_parts(parts: Sequence[Part], folder: Path) -> tuple[str, ...]:
    """Writes all parts into a folder that has nothing in it yet; their names."""
    width = max(len(str(len(parts))), 2)
    names = tuple(
        f"{number:0{width}}-{_plain(part.name)}.patch" for number, part in enumerate(parts, 1)
    )
    made: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError("has files in it, nothing was written", where=str(folder))
        for part, name in zip(parts, names, strict=True):
            made.append(folder / name)
            made[-1].write_bytes(part.patch.render())
    except OSError as error:
        for path in made:
            path.unlink(missing_ok=True)
        raise UsageError(f"cannot write the parts: {error.strerror}", where=str(folder)) from error
    return names


def _plain(name: str) -> str:
    return _ODD.sub("-", name).strip("-.")[:_NAME_LENGTH] or "root"

"""The files of a tree as the last run has found them: no walk where only their contents are others.

What a walk comes to follows from names, from what `lstat` says, and from the contents of rules and
configurations. All of that was asked, so a difference in any of it is known before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Raw

from gofixmap.config import Settings
from gofixmap.engine.cache import Difference, Known
from gofixmap.engine.cacherows import Found, decoded, encoded
from gofixmap.engine.discovery import Directory, Discovery, GoFile, relative_to
from gofixmap.workspace import watch


def row_of(found: Discovery) -> Found | None:
    """What to keep; None where files differ in more than where they are."""
    is_plain = not found.problems and not found.targets and len(found.given) == 1
    if not is_plain or any(file.explicit for each in found.directories for file in each.files):
        return None
    lines = (each.path + "\0" + "\0".join(_names(each)) for each in found.directories)
    (given,) = found.given
    return Found(Raw(encoded(given)), tuple(lines), tuple(found.baselines))


def _names(directory: Directory) -> Iterator[str]:
    return (file.path.rpartition("/")[2] for file in directory.files)


def recalled(known: Known, root: str, over: Callable[[Settings], Settings]) -> Discovery | None:
    """What `discover` would find; None where that may differ from what the last run has found."""
    row = known.depends.found if known.read_depends() and known.depends is not None else None
    given = decoded(row.given, Settings) if row is not None else None
    if row is None or given is None or not all(map(_is_of_contents, known.differences)):
        return None
    places = known.found or known.old_places()
    settings = over(given)
    directories = []
    for line in row.directories:
        path, *names = line.split("\0")
        above = path.rstrip("/") + "/"
        shown = relative_to(root, above)
        sizes = (watch.size_of(places.get(above + name, watch.NOWHERE)) for name in names)
        files = (GoFile(shown + n, s, settings, False) for n, s in zip(names, sizes, strict=True))
        directories.append(Directory(path, tuple(files)))
    return Discovery(
        tuple(directories),
        baselines=dict.fromkeys(row.baselines),
        given={given: None},
        is_recalled=True,
    )


def _is_of_contents(difference: Difference) -> bool:
    """Whether no more has changed than what a Go file holds, which no walk looks at."""
    if not difference.path.endswith(".go"):
        return False
    return difference.question == watch.CONTENT or difference.question.startswith(watch.HEAD)

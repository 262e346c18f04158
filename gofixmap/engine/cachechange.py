"""Which directories a change of the tree concerns.

The findings of a directory depend on its own files; on what the packages declare that it imports,
directly or not, which an edit inside a function leaves as it is; on the files that it has looked at
elsewhere, and what those import; on which files hold a word that it has searched for; and some on
the list of all packages with their imports. Everything else that changes (a go.mod, a file of
GOROOT) concerns them all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct, field

from gofixmap.engine.cache import KIND, Difference
from gofixmap.engine.cacheapart import Addition, addition_to, is_apart
from gofixmap.engine.cachelisting import Listing, go_files_in, sources_beside
from gofixmap.engine.cacherows import Depends, Heads, Kept, Said, Told, decoded, packed, unpacked
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import pathname, watch
from gofixmap.workspace.limits import MAX_FILE_BYTES
from gofixmap.workspace.recorder import FUNCTIONS, unimported_in
from gofixmap.workspace.shape import Shape, shape_of, shown_words
from gofixmap.workspace.system import Machine

# They say which files are looked at, which is known anew in each run.
_FOR_DISCOVERY = frozenset((".gitignore", ".gofixmap.toml", ".git", "exclude"))
_WORD = re.compile(rb"[\w\x80-\xff]++")
_NOTHING, _DIRECTORY, _FILE = b"0", b"4", b"8"  # kinds, as they are in answers


class Texts:
    """Go files as they are now, for the questions that were asked of their text."""

    def __init__(self, inside: str) -> None:
        """`inside` is what the paths of files below the root begin with."""
        self._inside = inside
        self._files: dict[str, SourceFile | None] = {}
        self._answers: dict[tuple[str, bytes, tuple[str, ...]], bytes | None] = {}

    def add(self, path: str, data: bytes | None) -> None:
        display = path.removeprefix(self._inside)
        self._files[path] = None if data is None else SourceFile(display, data)

    def _file(self, path: str) -> SourceFile | None:
        if path not in self._files:
            self.add(path, Machine().read(path, -1, MAX_FILE_BYTES))
        return self._files[path]

    def still_say(self, told: Told, paths: tuple[str, ...]) -> bool:
        """Whether the answer about some files is what it was."""
        key = told.question, told.argument, paths
        if key not in self._answers:
            from gofixmap.semantics.questions import answer_again

            files = [file for path in paths if (file := self._file(path)) is not None]
            self._answers[key] = answer_again(told.question, told.argument, files)
        return self._answers[key] == told.answer


class Change(Struct):
    """What has changed. Paths are absolute."""

    is_total: bool = False
    files: set[str] = field(default_factory=set)  # Go files with other contents, new, or gone
    homes: set[str] = field(default_factory=set)  # the directories of these files
    directories: set[str] = field(default_factory=set)  # what a package in it declares may differ
    tests: set[str] = field(default_factory=set)  # the same of test files, which nobody imports
    touched: set[str] = field(default_factory=set)  # these, and whoever imports them
    packages: bool = False  # whether packages, or their imports, have come or gone
    holding: dict[bytes, set[str]] = field(default_factory=dict)  # changed and new files by words
    private: dict[str, set[bytes]] = field(default_factory=dict)  # functions, by directory
    needles: tuple[bytes, ...] = ()  # searched for, each with NUL in front; also in `holding`
    contents: dict[str, bytes] = field(default_factory=dict)  # digests of what was read of them
    apart: dict[str, Addition] = field(default_factory=dict)  # by file: what concerns nobody
    shapes: dict[str, Shape] = field(default_factory=dict)  # as they are now, as far as was asked
    texts: Texts = field(default_factory=lambda: Texts(""))
    listing: Listing = field(default_factory=lambda: Listing((), lambda: None))

    def showing(self, path: str) -> set[str]:
        """The directories of files that show something else, where this file is one of them."""
        return self.tests if path.endswith("_test.go") else self.directories

    def hold(self, path: str, text: bytes) -> None:
        """Notes the words of a file, or of what has come to it."""
        words = {*_WORD.findall(text), *(each for each in self.needles if each[1:] in text)}
        for word in words:
            self.holding.setdefault(word, set()).add(path)


class _Shapes:
    """What files declared before, but those with syntax errors; few of them are asked for."""

    def __init__(self, depends: Depends) -> None:
        self._rows = depends.shapes
        self._broken = frozenset(depends.broken)

    def get(self, path: str) -> Shape | None:
        row = self._rows.get(path)
        return None if row is None or path in self._broken else Shape(*row)


def change_of(
    differences: Iterable[Difference],
    root: str,
    depends: Depends,
    heads: Callable[[], Heads | None],
) -> Change:
    """What answers that are others than before say of the tree below `root`.

    `heads` gives what is known of how files began.
    """
    change = Change(needles=tuple(word for word in depends.words if word[:1] == b"\0"))
    shapes = _Shapes(depends)
    inside = root.rstrip("/") + "/"
    change.texts = Texts(inside)
    differences = tuple(differences)
    change.listing = Listing(differences, heads)
    change.apart = _apart(change, differences, inside, shapes)
    change.shapes = {path: each.shape for path, each in change.apart.items()}
    for difference in () if change.apart else differences:
        path = difference.path
        if pathname.base(path) in _FOR_DISCOVERY:
            continue
        if path != root and not path.startswith(inside):
            change.is_total = True
        elif difference.question == watch.NAMES:
            _list(change, difference, shapes)
        elif path.endswith(".go") and _is_plain(difference):
            _file(change, path, shapes)
        elif difference != Difference(KIND, path, _DIRECTORY, _NOTHING):  # of that its parent tells
            change.is_total = True
    for directory, functions in change.private.items():
        if any(not functions.isdisjoint(words) for words in _shown_in(directory)):
            change.directories.add(directory)
    return change


def _apart(
    change: Change, differences: Sequence[Difference], inside: str, shapes: _Shapes
) -> dict[str, Addition]:
    """What was added to files, where all that has changed is additions that concern nobody."""
    found: dict[str, Addition] = {}
    for each in differences:
        if not (each.path.startswith(inside) and each.path.endswith(".go") and each.before):
            return {}
        if each.question == watch.CONTENT:
            addition = _addition(change, each, inside, shapes)
            if addition is None:
                return {}
            found[each.path] = addition
        elif not each.question.startswith(watch.HEAD):
            return {}
    if len({pathname.parent(path) for path in found}) < len({each.path for each in differences}):
        return {}
    for path, addition in found.items():
        change.hold(path, addition.text)
    return found


def _addition(
    change: Change, difference: Difference, inside: str, shapes: _Shapes
) -> Addition | None:
    path, before = difference.path, shapes.get(difference.path)
    data = Machine().read(path, -1, MAX_FILE_BYTES) if before is not None else None
    if data is None or before is None:
        return None
    change.contents[path] = watch.digest(data)
    file = SourceFile(path.removeprefix(inside), data)
    addition = addition_to(file, before, difference.before)
    if addition is None or not is_apart(addition, sources_beside(path)):
        return None
    return addition


def _shown_in(directory: str) -> Iterator[set[bytes]]:
    """The words in what each Go file of a directory shows."""
    for path in sorted(go_files_in(directory)):
        data = Machine().read(path, -1, MAX_FILE_BYTES)
        if data is not None:
            yield shown_words(SourceFile(path, data))


def _list(change: Change, difference: Difference, shapes: _Shapes) -> None:
    """Names have come or gone in a directory."""
    before, now = (set(each.split(b"\n")) for each in (difference.before, difference.now))
    for line in before ^ now:
        name = line[1:].decode("utf-8", "surrogateescape")
        path = f"{difference.path}/{name}"
        if line[:1] == b"/":
            files = list(_go_files_below(path))
            change.packages = change.packages or bool(files) or line in before
            for file in files:
                _file(change, file, shapes)
        elif name.endswith((".go", ".s")):
            change.homes.add(difference.path)
            change.showing(name).add(difference.path)
            if name.endswith(".go"):
                _file(change, path, shapes)


def _go_files_below(directory: str) -> Iterator[str]:
    for folder, _, names in os.walk(directory):
        yield from (f"{folder}/{name}" for name in names if name.endswith(".go"))


def _is_plain(difference: Difference) -> bool:
    """Whether it is about a file, not about a link or something odd."""
    if difference.question == KIND:
        return {difference.before, difference.now} <= {_NOTHING, _FILE}
    return difference.question != watch.TARGET


def _file(change: Change, path: str, shapes: _Shapes) -> None:
    """A Go file has other contents, is new, or is gone."""
    if path in change.files:
        return
    folder = pathname.parent(path)
    change.files.add(path)
    change.homes.add(folder)
    data = Machine().read(path, -1, MAX_FILE_BYTES)
    change.contents[path] = watch.digest(data)
    change.texts.add(path, data)
    if data is not None:
        change.hold(path, data)
    before, now = shapes.get(path), _shape(path, data)
    if now is not None:
        is_asked = before is None or before.declared
        change.shapes[path] = now if is_asked else Shape(now.head)
    if before is None or now is None or before.head != now.head:
        change.packages = not change.listing.stays(path, data) or change.packages
        # In a tree from before modules imports may tell what the path of the tree is.
        change.is_total = change.is_total or not _is_in_module(folder)
        change.showing(path).add(folder)
    elif before.declared != now.declared:
        if before.declared:  # otherwise nobody has asked what it declares
            change.showing(path).add(folder)
    elif names := before.changed(now):
        change.private.setdefault(folder, set()).update(names)


def _is_in_module(directory: str) -> bool:
    folder = Path(directory)
    return any((each / "go.mod").is_file() for each in (folder, *folder.parents))


def _shape(path: str, data: bytes | None) -> Shape | None:
    """The shape of a file; None where it has none that can be told."""
    if data is None:
        return None
    file = SourceFile(path, data)
    return None if file.has_errors else shape_of(file)


def concerned(change: Change, depends: Depends) -> set[str]:
    """The directories whose findings may now be others. Fills `change.touched`."""
    if change.is_total:
        return {kept.directory for kept in depends.kept}
    names, words = depends.names, depends.words
    touched = change.touched = _reaching(change.directories, depends)
    files = {at for at, name in enumerate(names) if name in change.files}
    found = {at for at, name in enumerate(names) if name in touched or name in change.tests}
    held = {at for at, word in enumerate(words) if _is_held_otherwise(word, change, depends)}
    moved = {at for at, name in enumerate(names) if _is_touched(name, touched, change)}

    beside = {at: change.apart[name] for at, name in enumerate(names) if name in change.apart}

    spelled = [packed((at,)) for at in files]

    def is_told_otherwise(told: Told) -> bool:
        if not any(each in told.files for each in spelled):  # faster than to compare numbers
            return False
        numbers = unpacked(told.files)
        changed = files.intersection(numbers)
        if not changed:
            return False
        groups = [numbers] if told.together else [[at] for at in changed]
        return not all(
            change.texts.still_say(told, tuple(names[at] for at in group)) for group in groups
        )

    def is_concerned(kept: Kept) -> bool:
        if _is_told_of(kept, change.apart, beside):
            return True
        own = (kept.directory, unimported_in(kept.directory))
        if kept.directory in change.homes or not touched.isdisjoint(own):
            return True
        if kept.packages and change.packages:
            return True
        looked_at = unpacked(kept.files)
        told = (unpacked(each.files) for each in kept.told if each.question == FUNCTIONS)
        looked_into = chain(looked_at, *told) if moved else ()
        return (
            not files.isdisjoint(looked_at)
            or not found.isdisjoint(unpacked(kept.directories))
            or not held.isdisjoint(unpacked(kept.words))
            or not moved.isdisjoint(looked_into)
            or any(map(is_told_otherwise, kept.told))
        )

    return {kept.directory for kept in depends.kept if is_concerned(kept)}


def _is_touched(path: str, touched: Collection[str], change: Change) -> bool:
    """Whether what a file can name may be something else."""
    folder = pathname.parent(path)
    if folder in touched or unimported_in(folder) in touched or folder in change.private:
        return True
    return folder in change.tests and path.endswith("_test.go")


def _is_held_otherwise(word: bytes, change: Change, depends: Depends) -> bool:
    """Whether a changed file has come to hold a word, or maybe holds it no longer."""
    names, now = depends.names, change.holding.get(word, set())
    before = {names[at] for at in unpacked(depends.holders.get(word, b""))}
    return not (before & change.files <= now <= before)


def _is_told_of(kept: Kept, apart: Mapping[str, Addition], beside: Mapping[int, Addition]) -> bool:
    """Whether what a directory gave has to do with additions to files that it has looked at."""
    if not apart:
        return False
    looked_at = beside.keys() & unpacked(kept.files)
    found = [each for path, each in apart.items() if pathname.parent(path) == kept.directory]
    found += [beside[at] for at in looked_at]
    said = decoded(kept.said, Said) if found else None
    return said is not None and any(each.is_told_of(said, bytes(kept.said)) for each in found)


def _reaching(directories: Collection[str], depends: Depends) -> set[str]:
    """Some directories, and those from which imports lead to them."""
    importers: dict[int, list[int]] = {}
    pairs = unpacked(depends.imports)
    for importer, imported in zip(pairs[::2], pairs[1::2], strict=True):
        importers.setdefault(imported, []).append(importer)
    names = depends.names
    pending = [at for at, name in enumerate(names) if name in directories]
    reached = set(pending)
    while pending:
        for importer in importers.get(pending.pop(), ()):
            if importer not in reached:
                reached.add(importer)
                pending.append(importer)
    return {names[at] for at in reached} | set(directories)

"""Requirements added to a go.mod, and lines to a go.sum, where `go mod tidy` would put them.

A go.mod keeps what its module imports itself apart from what is `// indirect`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from gofixmap.edits.lines import newline
from gofixmap.model import Edit

_LINE = re.compile(r"^(?P<verb>require[ \t]+)?(?P<path>[^\s()]+)[ \t]+(?P<version>v[^\s()]+)")
_BEFORE = re.compile(
    rb"^(?:module|go|toolchain|require)[ \t]+[^(\s].*$|^require[ \t]*\([^)]*\)", re.MULTILINE
)
_OPENER = re.compile(r"^(\w+)[ \t]*\([ \t]*(?://.*)?$")


class Requirement(Struct, frozen=True):
    """A line of a go.mod: `path version`, and `// indirect` where only others import it."""

    path: str
    version: str
    indirect: bool = False

    @property
    def text(self) -> str:
        return f"{self.path} {self.version}{' // indirect' if self.indirect else ''}"


class _Place(Struct):
    """A requirement that is there: the bytes of its line, and of its block's opener, if any."""

    requirement: Requirement
    start: int
    end: int
    block: int  # where the block's first line begins; -1 for a line of its own


def add_requirements(path: str, data: bytes, wanted: Iterable[Requirement]) -> tuple[Edit, ...]:
    """Edits of the go.mod at `path` that add requirements it does not have."""
    there = list(_requirements(data))
    edits: list[Edit] = []
    for indirect in (False, True):
        same = [place for place in there if place.requirement.indirect is indirect]
        new = sorted((r for r in wanted if r.indirect is indirect), key=lambda r: r.path)
        if new:
            edits += _added(path, data, same, new)
    return tuple(_closed(data, _joined(edits)))


def make_direct(path: str, data: bytes, module: str) -> tuple[Edit, ...]:
    """Edits that take `// indirect` from the requirement of a module that is now imported."""
    for place in _requirements(data):
        if place.requirement.path == module and place.requirement.indirect:
            line = data[place.start : place.end]
            kept = line[: line.index(b"//")].rstrip()
            return (Edit(path, place.start + len(kept), place.end, ""),)
    return ()


def _requirements(data: bytes) -> Iterator[_Place]:
    verb, block, at = "", -1, 0
    for raw in data.split(b"\n"):
        line = raw.decode("utf-8", "surrogateescape").rstrip("\r")
        stripped, start = line.strip(), at
        at += len(raw) + 1
        opener = _OPENER.match(stripped)
        if not verb and opener is not None:
            verb, block = opener[1], at
        elif verb and stripped.startswith(")"):
            verb, block = "", -1
        else:
            found = _LINE.match(stripped)
            if found is None or (verb != "require" if verb else not found["verb"]):
                continue
            indirect = "// indirect" in stripped
            place = Requirement(found["path"], found["version"], indirect)
            yield _Place(place, start, start + len(raw.rstrip(b"\r")), block)


def _added(path: str, data: bytes, same: list[_Place], new: list[Requirement]) -> list[Edit]:
    ending = newline(data)
    blocks = [place for place in same if place.block >= 0]
    if blocks:
        return [_sorted_in(path, blocks, each, ending) for each in new]
    if same:
        return [_gathered(path, data, same[-1], new, ending)]
    lines = [f"require {new[0].text}"]
    if len(new) > 1:
        lines = ["require (", *(f"\t{each.text}" for each in new), ")"]
    return [_at_end(path, data, ending.join(lines))]


def _gathered(path: str, data: bytes, place: _Place, new: list[Requirement], ending: str) -> Edit:
    """A block of a requirement on a line of its own, its comment included, and the new ones."""
    line = data[place.start : place.end].decode("utf-8", "surrogateescape")
    texts = {place.requirement.path: line.strip().removeprefix("require").strip()}
    texts |= {each.path: each.text for each in new}
    lines = ["require (", *(f"\t{text}" for _, text in sorted(texts.items())), ")"]
    return Edit(path, place.start, place.end, ending.join(lines))


def _sorted_in(path: str, blocks: list[_Place], new: Requirement, ending: str) -> Edit:
    """A line in the last block that has such requirements, in the order of the paths."""
    block = [place for place in blocks if place.block == blocks[-1].block]
    for place in block:
        if place.requirement.path > new.path:
            return Edit(path, place.start, place.start, f"\t{new.text}{ending}")
    return Edit(path, block[-1].end, block[-1].end, f"{ending}\t{new.text}")


def _at_end(path: str, data: bytes, text: str) -> Edit:
    """A directive behind the last requirement, or else behind the go and toolchain lines."""
    ending, end = newline(data), -1
    for match in re.finditer(rb"^(?:module|go|toolchain)[ \t].*$", data, re.MULTILINE):
        end = max(end, match.end())
    for match in re.finditer(
        rb"^require[ \t]*\([^)]*\)|^require[ \t]+[^(\s].*$", data, re.MULTILINE
    ):
        end = max(end, match.end())
    end = len(data.rstrip()) if end < 0 else end
    end -= data[end - 1 : end] == b"\r"
    return Edit(path, end, end, f"{ending}{ending}{text}")


def _joined(edits: list[Edit]) -> list[Edit]:
    """Insertions at one place as one edit, in the order they came in."""
    found: list[Edit] = []
    for edit in edits:
        last = found[-1] if found else None
        at_end = last is not None and last.start == last.end == edit.start == edit.end
        if last is not None and at_end:
            found[-1] = Edit(edit.path, edit.start, edit.end, last.text + edit.text)
        else:
            found.append(edit)
    return found


def _closed(data: bytes, edits: list[Edit]) -> list[Edit]:
    """The edits, with a line end where one of them now ends the file."""
    if data.endswith(b"\n") or not edits or edits[-1].start < len(data):
        return edits
    last = edits[-1]
    return [*edits[:-1], Edit(last.path, last.start, last.end, last.text + newline(data))]


def add_sums(path: str, data: bytes, wanted: Iterable[str]) -> tuple[Edit, ...]:
    """Edits of the go.sum at `path` (`data` empty: a new file) that add lines, in its order."""
    lines = data.split(b"\n")
    known = {line.strip() for line in lines}
    inserted: dict[int, list[str]] = {}
    for text in sorted(set(wanted), key=_sum_key):
        if text.encode() not in known:
            inserted.setdefault(_sum_place(lines, text), []).append(text)
    edits = []
    for at, texts in sorted(inserted.items()):
        lead = "\n" if at == len(data) and data and not data.endswith(b"\n") else ""
        edits.append(Edit(path, at, at, lead + "".join(f"{text}\n" for text in texts)))
    return tuple(edits)


def _sum_place(lines: list[bytes], text: str) -> int:
    """The offset of the first line that comes behind `text`."""
    at, total = 0, sum(len(line) + 1 for line in lines) - 1
    for line in lines:
        if line.strip() and _sum_key(line.decode("utf-8", "surrogateescape")) > _sum_key(text):
            return at
        at += len(line) + 1
    return total


def _sum_key(line: str) -> tuple[str, tuple[tuple[int, str], ...], bool]:
    """go.sum is sorted by path, then by version as versions, the files before the go.mod."""
    path, version, *_ = [*line.split(), "", ""]
    bare = version.removesuffix("/go.mod")
    parts = tuple((int(p), "") if p.isdigit() else (-1, p) for p in re.split(r"[.v+-]", bare) if p)
    return path, parts, version != bare

"""Patches read by unidiff, as the values of `model`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.errors import PatchError
from gofixmap.patch.model import FilePatch, Hunk, HunkLine, Patch
from gofixmap.patch.names import unquoted

if TYPE_CHECKING:
    from unidiff import patch as unidiff

_DEV_NULL = "/dev/null"


def parse(data: bytes) -> Patch:
    """Reads a unified diff, git's or plain; raises PatchError where it is not one.

    Lines end at line feeds alone, and bytes that are not UTF-8 survive.
    """
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet

    text = data.decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    rest = lines.pop()
    source = [line + "\n" for line in lines]
    if rest:
        source.append(rest + "\n")
    try:
        parsed = PatchSet(source)
    except UnidiffParseError as error:
        raise PatchError(f"not a patch: {str(error).strip()}") from error
    return Patch(tuple(_file(file) for file in parsed))


def _file(file: unidiff.PatchedFile) -> FilePatch:
    if file.is_binary_file:
        raise PatchError("binary patches are not supported", where=file.path)
    source, target = _name(file.source_file, "a/"), _name(file.target_file, "b/")
    return FilePatch(source, target, tuple(_hunk(hunk, target or source) for hunk in file))


def _name(header: str, prefix: str) -> str | None:
    if header == _DEV_NULL:
        return None
    return unquoted(header).removeprefix(prefix)


def _hunk(hunk: unidiff.Hunk, path: str | None) -> Hunk:
    lines: list[HunkLine] = []
    for line in hunk:
        if line.line_type == "\\":
            if not lines:
                raise PatchError("a hunk begins with a remark on its last line", where=path or "")
            lines[-1] = HunkLine(lines[-1].kind, lines[-1].text.removesuffix(b"\n"))
        else:
            lines.append(HunkLine(line.line_type, line.value.encode("utf-8", "surrogateescape")))
    heading = (hunk.section_header or "").strip()
    return Hunk(hunk.source_start, hunk.target_start, tuple(lines), heading)

"""Patches read by unidiff, as the values of `model`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.errors import PatchError
from gofixmap.patch.model import FilePatch, Hunk, HunkLine, Patch
from gofixmap.patch.names import unquoted
from gofixmap.patch.scan import RECOUNT, check_counts, headers, recounted

if TYPE_CHECKING:
    from unidiff import patch as unidiff

_DEV_NULL = "/dev/null"


_MOVES = ("rename from ", "rename to ", "copy from ", "copy to ")
_PLAIN_MODES = (None, "100644", "100755")


def parse(data: bytes, *, recount: bool = False) -> Patch:
    """Reads a unified diff, git's or plain; raises PatchError where it is not one.

    Lines end at line feeds alone, and bytes that are not UTF-8 survive. What is more than the
    lines of plain files is refused: binary files, links, submodules, modes, renames and copies.
    With `recount` hunks have the lines that they have, whatever their first one says.
    """
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet

    if recount:
        data = recounted(data)
    check_counts(data)
    text = data.decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    rest = lines.pop()
    source = [line + "\n" for line in lines]
    if rest:
        source.append(rest + "\n")
    try:
        parsed = PatchSet(source)
    except (UnidiffParseError, ValueError) as error:
        words = str(error).strip()[:200]
        hint = RECOUNT if words.startswith("Hunk") else ""
        raise PatchError(f"not a patch: {words}", hint=hint) from error
    _refuse_two_names(data, parsed)
    return Patch(tuple(_file(file) for file in parsed))


def _refuse_two_names(data: bytes, parsed: unidiff.PatchSet) -> None:
    """Raises where the lines `---` and `+++` of a file are not about the file that is parsed."""
    with_hunks = (file for file in parsed if len(file))
    for (old, new), file in zip(headers(data), with_hunks, strict=False):
        pairs = ((old, file.source_file, "a/"), (new, file.target_file, "b/"))
        if any(_name(one, prefix) != _name(other, prefix) for one, other, prefix in pairs):
            raise PatchError("the lines before the hunks name different files", where=file.path)


def _file(file: unidiff.PatchedFile) -> FilePatch:
    _refuse_more_than_lines(file)
    source, target = _name(file.source_file, "a/"), _name(file.target_file, "b/")
    if source != target and source is not None and target is not None:
        raise PatchError(
            f"the patch names two files, {source} and {target}",
            hint="write the name of the one that is meant into both lines",
        )
    return FilePatch(source, target, tuple(_hunk(hunk, target or source) for hunk in file))


def _refuse_more_than_lines(file: unidiff.PatchedFile) -> None:
    """Raises for what no hunk says, and what a value of `model` therefore would lose."""
    where = unquoted(file.path)
    old, new = file.source_mode, file.target_mode
    if file.is_binary_file:
        raise PatchError("binary patches are not supported", where=where)
    if old not in _PLAIN_MODES or new not in _PLAIN_MODES:
        raise PatchError("the patch is about a symbolic link or a submodule", where=where)
    if (old and new and old != new) or (old is None and new == "100755"):
        raise PatchError(
            "the patch changes the mode of a file, which is not supported", where=where
        )
    if any(line.startswith(_MOVES) for line in file.patch_info or ()):
        raise PatchError("the patch renames or copies a file: git apply does that", where=where)


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
        elif line.line_type:  # unidiff hangs a blank line behind the hunk to it, as of no kind
            lines.append(HunkLine(line.line_type, line.value.encode("utf-8", "surrogateescape")))
    heading = (hunk.section_header or "").strip()
    return Hunk(hunk.source_start, hunk.target_start, tuple(lines), heading)

"""Comments that silence findings: put where `syntax.suppressions` honours them, and removed.

A `//gofixmap:ignore NAMES reason` goes on a line of its own above the line on which the finding
starts, or into the comment that is there already. Where that line begins inside a raw string or
a block comment it goes to the line's end, else to the line on which the finding ends, and at last
above the declaration, which is then silenced as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from gofixmap.edits.lines import (
    doc_start,
    indentation,
    line_end,
    line_start,
    newline,
    next_line,
    opens_line,
    without_lines,
)
from gofixmap.edits.tidy import rewrite
from gofixmap.errors import EditError
from gofixmap.model import Edit
from gofixmap.syntax import lexer
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.syntax.source import Declaration, SourceFile

_OWN = re.compile(r"(//\s?gofixmap:ignore)(?:\s+(\S+)(?:\s+(.*))?)?")
_NAMES = re.compile(r"//\s?gofixmap:ignore(?:-file)?\s+(\S+)")
# What gofmt moves to the end of a doc comment, behind an empty line (go/printer, isDirective).
_DIRECTIVE = re.compile(rb"//(?:line |extern |export |[a-z0-9]+:[a-z0-9])")
_LABEL = re.compile(rb"[\w\x80-\xff]+:")
_BOM = b"\xef\xbb\xbf"
_CLOSING = (b")", b"]", b"}")


def ignore_edit(file: SourceFile, span: Span, names: Sequence[str], reason: str) -> Edit:
    """One edit that silences the findings of the codemods `names` at `span`.

    It lays the neighbouring lines out as gofmt does, and changes nothing where all of `names` are
    silenced there by a comment of its own. Raises EditError where no comment can stand.
    """
    edit = _ignored(file, span, names, reason)
    before, after = file.data, rewrite(file.data, [edit])
    start = _common(before, after)
    back = _common(before[start:][::-1], after[start:][::-1])
    while _inside_character(before, start):
        start -= 1
    while back and _inside_character(before, len(before) - back):
        back -= 1
    text = after[start : len(after) - back].decode("utf-8", errors="surrogateescape")
    return Edit(file.path, start, len(before) - back, text)


def ignore_edits(
    file: SourceFile, places: Iterable[tuple[Span, str, str]]
) -> tuple[tuple[Edit, ...], tuple[tuple[Span, str], ...]]:
    """Edits that silence many findings: span, codemod and reason of each.

    Those that share a line share a comment. The second value names the findings for which there
    is no place for a comment. `edits.rewrite` lays out what the edits touch.
    """
    lines: dict[_Place, dict[str, str]] = {}
    homeless: list[tuple[Span, str]] = []
    for span, name, reason in places:
        place = next(_places(file, span), None)
        if place is None:
            homeless.append((span, name))
        else:
            lines.setdefault(place, {}).setdefault(name, reason)
    edits = (
        _edit(file, place, sorted(names), "; ".join(dict.fromkeys(filter(None, names.values()))))
        for place, names in lines.items()
    )
    return tuple(edit for edit in edits if edit.text or edit.start < edit.end), tuple(homeless)


def names_of(file: SourceFile, comment: Span) -> tuple[str, ...]:
    """The names in an ignore comment as they are written; empty where it has none."""
    match = _NAMES.match(file.text(comment))
    return tuple(name for name in match[1].split(",") if name) if match else ()


def kept_edit(file: SourceFile, comment: Span, rule: str) -> Edit:
    """One edit that writes one more name into an ignore comment itself."""
    names = names_of(file, comment)
    if names:
        return _with_names(file, comment, [*names, *({rule} - {*names})])
    at = comment.start + file.text(comment).index("ignore") + len("ignore")
    at += len("-file") if file.data.startswith(b"-file", at) else 0
    return Edit(file.path, at, at, f" all,{rule}")


def renamed_edit(file: SourceFile, comment: Span, old: str, new: str) -> Edit:
    """One edit that writes `new` for a name of an ignore comment; an empty one removes it."""
    names = dict.fromkeys(new if name == old else name for name in names_of(file, comment))
    return _with_names(file, comment, [name for name in names if name])


def unignored_edit(file: SourceFile, comment: Span, names: Collection[str] = ()) -> Edit:
    """One edit that removes `names` from an ignore comment, with the last of them the comment.

    Without `names` the comment goes.
    """
    kept = [name for name in names_of(file, comment) if name not in names] if names else []
    return _with_names(file, comment, kept) if kept else _removed(file, comment)


def _with_names(file: SourceFile, comment: Span, names: Sequence[str]) -> Edit:
    match = _NAMES.match(file.text(comment))
    if match is None or not names:
        return _removed(file, comment)
    start = comment.start + len(match.string[: match.start(1)].encode())
    return Edit(file.path, start, start + len(match[1].encode()), ",".join(names))


def _removed(file: SourceFile, comment: Span) -> Edit:
    data = file.data
    if not opens_line(data, comment.start):
        start = len(data[: comment.start].rstrip(b" \t"))
        return Edit(file.path, start, comment.end, "")
    start, end = without_lines(data, comment.start, comment.end)
    above = line_start(data, start - 1) if start else 0
    # gofmt sets directives off from the doc comment with an empty comment line.
    is_last = not data[end : line_end(data, end)].lstrip().startswith(b"//")
    if is_last and data[above:start].strip() == b"//":
        start = above
    if not start and not data[end : line_end(data, end)].strip():
        end = next_line(data, end)  # gofmt begins a file without an empty line
    start += len(_BOM) if data.startswith(_BOM, start) else 0
    return Edit(file.path, start, end, "")


_Place = tuple[int, bool]  # a line, and whether the comment stands above it or at its end


def _ignored(file: SourceFile, span: Span, names: Sequence[str], reason: str) -> Edit:
    for place in _places(file, span):
        return _edit(file, place, names, reason)
    line = file.lines.line_of(span.start)
    raise EditError(f"there is no place for a comment at line {line}", where=file.path)


def _places(file: SourceFile, span: Span) -> Iterator[_Place]:
    """Where a comment for `span` can stand, best first."""
    lines = file.lines
    declaration = file.declaration_at(span.start)
    for line in (lines.line_of(span.start), lines.line_of(max(span.start, span.end - 1))):
        # Above an import "C" it would become C.
        if not (declaration and declaration.keyword == "import") and _is_free_above(file, line):
            yield line, True
        if _is_free_behind(file, line):
            yield line, False
    if declaration is not None:
        line = lines.line_of(declaration.span.start)
        if _is_free_above(file, line):
            yield line, True


def _is_free_above(file: SourceFile, line: int) -> bool:
    at = file.lines.line_start(line)
    # Behind another comment gofmt would break a line that begins with a block comment.
    if file.data[at : line_end(file.data, at)].lstrip().startswith(b"/*"):
        return False
    return not any(start < at < end for start, end in _multi_line(file.data))


@lru_cache(maxsize=1)
def _multi_line(data: bytes) -> list[tuple[int, int]]:
    return lexer.multi_line_tokens(data)


def _is_free_behind(file: SourceFile, line: int) -> bool:
    end = line_end(file.data, file.lines.line_start(line))
    if any(start < end < stop for start, stop in _multi_line(file.data)):
        return False
    comment = _comment_behind(file, line)
    return comment is None or _OWN.fullmatch(file.text(comment)) is not None


def _comment_behind(file: SourceFile, line: int) -> Span | None:
    """The line comment that ends a line of code."""
    end = line_end(file.data, file.lines.line_start(line))
    found = (span for span in file.comments if span.end == end)
    return next((span for span in found if file.data.startswith(b"//", span.start)), None)


def _edit(file: SourceFile, place: _Place, names: Sequence[str], reason: str) -> Edit:
    line, above = place
    there = _existing(file, line)
    if there is not None:
        return _merged(file, there, names, reason)
    comment = _comment("//gofixmap:ignore", names, reason)
    start = file.lines.line_start(line)
    if not above:
        end = len(file.data[: line_end(file.data, start)].rstrip(b" \t"))
        return Edit(file.path, end, end, f" {comment}")
    start += len(_BOM) if file.data.startswith(_BOM, start) else 0
    ending = newline(file.data)
    gap = f"//{ending}" if _ends_prose(file.data, start) else ""
    if _follows_code(file, start):  # gofmt sets declarations with a comment apart
        gap = ending
    return Edit(file.path, start, start, f"{gap}{_indent(file, start)}{comment}{ending}")


def _existing(file: SourceFile, line: int) -> Span | None:
    """The ignore comment that covers what a new one at `line` would cover."""
    last = max(line, _last_lines(file).get(line, line))
    for entry in file.suppressions.entries:
        is_same = (entry.first, entry.last) == (line, last)
        if entry.own and is_same and _OWN.fullmatch(file.text(entry.span)):
            return entry.span
    return None


@lru_cache(maxsize=1)
def _last_lines(file: SourceFile) -> Mapping[int, int]:
    """The last line of the first declaration on each line on which one begins."""
    line_of = file.lines.line_of
    spans = reversed([declaration.span for declaration in file.declarations])
    return {line_of(span.start): line_of(span.end) for span in spans}


def _merged(file: SourceFile, span: Span, names: Sequence[str], reason: str) -> Edit:
    match = _OWN.fullmatch(file.text(span))
    assert match is not None
    old = [name for name in (match[2] or "all").split(",") if name]
    new = [name for name in names if name not in old]
    if not new or "all" in old:
        return Edit(file.path, span.end, span.end, "")
    reasons = [text for text in (match[3] or "", _plain(reason)) if text.strip()]
    if len(reasons) == 2 and reasons[1] in reasons[0]:
        del reasons[1]
    return Edit(
        file.path, span.start, span.end, _comment(match[1], [*old, *new], "; ".join(reasons))
    )


def _comment(opening: str, names: Sequence[str], reason: str) -> str:
    return f"{opening} {','.join(names)} {_plain(reason)}".rstrip()


def _plain(reason: str) -> str:
    """The text on one line, without what a Go source file may not hold."""
    return "".join(c for c in " ".join(reason.split()) if c.isprintable() and c != "\ufeff")


def _indent(file: SourceFile, start: int) -> str:
    """The indentation of a comment above the line that starts at `start`.

    A closing bracket and a label stand left of what is above them.
    """
    indent = indentation(file.data, start)
    code = start + len(indent)
    if file.data.startswith(_CLOSING, code) or _is_label(file, code):
        return indent + "\t"
    return indent


def _is_label(file: SourceFile, offset: int) -> bool:
    declaration: Declaration | None = file.declaration_at(offset)
    if declaration is None or _LABEL.match(file.data, offset) is None:
        return False
    node = declaration.root.descendant_for_byte_range(offset, offset)
    return bool(node and node.type == "label_name")


def _ends_prose(data: bytes, start: int) -> bool:
    """Whether a doc comment ends above `start` behind which gofmt wants an empty line."""
    if not start or data[start : start + 1] in (b" ", b"\t"):
        return False
    group = data[doc_start(data, start) : start].splitlines()
    if not group or not all(line.startswith(b"//") for line in group):
        return False
    last = group[-1].rstrip()
    return last != b"//" and _DIRECTIVE.match(last) is None


def _follows_code(file: SourceFile, start: int) -> bool:
    """Whether a declaration begins at the line start, and the line above is code."""
    declaration = file.declaration_at(start)
    if declaration is None or declaration.span.start != start or not start:
        return False
    above = file.data[line_start(file.data, start - 1) : start].strip()
    return bool(above) and declaration.doc_start == start


def _common(left: bytes, right: bytes) -> int:
    """How many bytes the two start with alike."""
    end = min(len(left), len(right))
    if left[:end] == right[:end]:
        return end
    low, high = 0, end
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if left[:middle] == right[:middle] else (low, middle)
    return low


def _inside_character(data: bytes, offset: int) -> bool:
    return 0 < offset < len(data) and data[offset] & 0xC0 == 0x80

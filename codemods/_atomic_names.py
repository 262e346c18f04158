"""Names for the locals that hold what an atomic operation gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import ancestors, fresh_name, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gofixmap_codemods._atomic_subject import Changes
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_NAMES = ("identifier", "type_identifier", "package_identifier", "label_name")


def local_name(changes: Changes, info: FileInfo, node: Node, *words: str) -> str:
    """The first of the words that is free at `node`, a node in a function; else a fresh one.

    The name of a field is free as long as nothing but a selector mentions it: `cfg := s.cfg`. What
    the fix has declared in a block around or inside that of `node` is not free.
    """
    block = next((each for each in ancestors(node) if each.type in _BLOCKS), node)
    span = (info.path, block.start_byte, block.end_byte)
    given = {name for place, name in changes.locals if _nest(place, span)}
    name = _free_name(info, node, words, given)
    changes.locals.append((span, name))
    return name


_BLOCKS = ("block", "communication_case", "default_case", "expression_case", "type_case")
_Place = tuple[str, int, int]


def _nest(one: _Place, other: _Place) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _free_name(info: FileInfo, node: Node, words: Sequence[str], given: set[str]) -> str:
    declaration = info.file.declaration_at(node.start_byte)
    used = {
        info.file.text(each)
        for each in walk(declaration.node if declaration is not None else node)
        if each.type in _NAMES and not info.is_field_key(each)
    }
    for word in words:
        name = word[:1].lower() + word[1:]
        if name not in used and name not in given and info.lookup(name, node) is None:
            if fresh_name(info, node, name) != name and not _is_selected(info, node, name):
                continue
            return name
    return fresh_name(info, node, words[0], also_taken=given)


def _is_selected(info: FileInfo, node: Node, name: str) -> bool:
    """Whether the word is taken only because a selector or a literal's key mentions it."""
    declaration = info.file.declaration_at(node.start_byte)
    if declaration is None:
        return False
    return any(
        info.file.text(each) == name
        for each in walk(declaration.node)
        if each.type == "field_identifier" or info.is_field_key(each)
    )

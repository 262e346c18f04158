"""Names for the locals that hold what an atomic operation gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import fresh_name, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_NAMES = ("identifier", "type_identifier", "package_identifier", "label_name")


def local_name(info: FileInfo, node: Node, *words: str) -> str:
    """The first of the words that is free at `node`, a node in a function; else a fresh one.

    The name of a field is free as long as nothing but a selector mentions it: `cfg := s.cfg`.
    """
    declaration = info.file.declaration_at(node.start_byte)
    used = {
        info.file.text(each)
        for each in walk(declaration.node if declaration is not None else node)
        if each.type in _NAMES and not info.is_field_key(each)
    }
    for word in words:
        name = word[:1].lower() + word[1:]
        if name not in used and info.lookup(name, node) is None:
            if fresh_name(info, node, name) != name and not _is_selected(info, node, name):
                continue
            return name
    return fresh_name(info, node, words[0])


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

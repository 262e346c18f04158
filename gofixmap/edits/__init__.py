"""Edits: merged, applied, and laid out as gofmt would have it (layer 2)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gofixmap.edits.apply import (
        Conflict,
        Selection,
        apply_edits,
        by_path,
        merge,
        select,
        validate,
    )
    from gofixmap.edits.fields import insert_field, insert_spec
    from gofixmap.edits.imports import add_import, add_imports, package_name_of, remove_import
    from gofixmap.edits.layout import (
        break_block,
        insert_after,
        insert_before,
        node_text,
        replace_node,
        replace_statement,
    )
    from gofixmap.edits.lines import indentation, newline, source_text
    from gofixmap.edits.tidy import rewrite

__all__ = [
    "Conflict",
    "Selection",
    "add_import",
    "add_imports",
    "apply_edits",
    "break_block",
    "by_path",
    "indentation",
    "insert_after",
    "insert_before",
    "insert_field",
    "insert_spec",
    "merge",
    "newline",
    "node_text",
    "package_name_of",
    "remove_import",
    "replace_node",
    "replace_statement",
    "rewrite",
    "select",
    "source_text",
    "validate",
]

# Loaded by whoever first asks: a report of known findings needs next to nothing of it.
_HOMES = {
    "apply": "Conflict Selection apply_edits by_path merge select validate",
    "fields": "insert_field insert_spec",
    "imports": "add_import add_imports package_name_of remove_import",
    "layout": "break_block insert_after insert_before node_text replace_node replace_statement",
    "lines": "indentation newline source_text",
    "tidy": "rewrite",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)

"""Edits: merged, applied, and laid out as gofmt would have it (layer 2)."""

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

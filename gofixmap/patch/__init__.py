"""Unified diffs in git's style: created, parsed back, selected from, applied (layer 1)."""

from gofixmap.patch.apply import apply_patch
from gofixmap.patch.create import check_round_trip, diff_files, unified_diff
from gofixmap.patch.headings import changes_of, codemod_of, heading_for, labels_of
from gofixmap.patch.model import FilePatch, Hunk, HunkLine, Patch
from gofixmap.patch.names import quoted, unquoted
from gofixmap.patch.parse import parse
from gofixmap.patch.select import select_hunks

__all__ = [
    "FilePatch",
    "Hunk",
    "HunkLine",
    "Patch",
    "apply_patch",
    "changes_of",
    "check_round_trip",
    "codemod_of",
    "diff_files",
    "heading_for",
    "labels_of",
    "parse",
    "quoted",
    "select_hunks",
    "unified_diff",
    "unquoted",
]

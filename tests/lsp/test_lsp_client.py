"""What is read from a client's capabilities, and the patches that it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsp_kit import capabilities
from lsprotocol import types

from gofixmap.lsp.client import Client
from gofixmap.lsp.edits import Change
from gofixmap.lsp.preview import Previews, patch_of


def test_a_client_that_says_nothing_can_nothing() -> None:
    assert Client.of(types.ClientCapabilities()) == Client()


def test_a_client_that_can_everything() -> None:
    found = Client.of(capabilities())
    assert all(getattr(found, name) for name in Client.__slots__)


@pytest.mark.parametrize(
    ("without", "lost"),
    [
        ("annotations", {"annotations"}),
        ("versions", {"document_changes", "annotations"}),  # which only these can carry
        ("resolve", {"resolves_edits"}),
        ("show", {"shows_documents"}),
        ("markdown", {"markdown"}),
    ],
)
def test_a_client_that_lacks_something(without: str, lost: set[str]) -> None:
    found = Client.of(capabilities(**{without: False}))
    assert {name for name in Client.__slots__ if not getattr(found, name)} == lost


def test_actions_are_resolved_only_where_their_data_come_back() -> None:
    can = capabilities()
    assert can.text_document is not None
    assert can.text_document.code_action is not None
    can.text_document.code_action.data_support = False
    assert not Client.of(can).resolves_edits


def test_the_patch_of_a_module_starts_at_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = tmp_path / "module"
    changes = [
        Change(f"{root}/a.go", b"package a\n", b"package b\n"),
        Change(f"{root}/go.sum", None, b"x\n"),
    ]
    patch = patch_of(changes, root)
    assert "--- a/module/a.go\n+++ b/module/a.go\n" in patch
    assert "--- /dev/null\n+++ b/module/go.sum\n" in patch


def test_previews_leave_nothing_behind() -> None:
    previews = Previews()
    previews.close()
    previews.close()

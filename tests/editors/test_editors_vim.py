"""The plugin for Vim, with ALE and with vim-lsp.

GOFIXMAP_VIM names the Vim, GOFIXMAP_ALE and GOFIXMAP_VIM_LSP the folders of the plugins.
"""

from __future__ import annotations

import os

import pytest
from editor_desk import HERE, Desk, commands, require

pytestmark = [
    pytest.mark.editors,
    pytest.mark.parametrize("vim", commands("GOFIXMAP_VIM", "vim")),
]
SCRIPTS = HERE / "vim"


def drive(desk: Desk, vim: str, script: str, plugin: str, gopls: str = "") -> str:
    """What a script saw with the plugin whose folder a variable names."""
    folder = os.environ.get(plugin)
    if not folder:
        pytest.fail(f"{plugin} names no folder; docs/editors.md says how to get the plugin")
    return desk.run(
        f"vim-{{}}/{script}{'-gopls' if gopls else ''}",
        *(require(vim), "-N", "-u", str(SCRIPTS / "driver.vim"), "-i", "NONE", "--not-a-term"),
        *("-S", str(SCRIPTS / f"{script}.vim")),
        GOFIXMAP_VIM_PLUGIN=folder,
        GOFIXMAP_GOPLS=gopls,
        TERM="xterm",
    )


def test_ale_shows_findings_and_makes_fixes(desk: Desk, vim: str) -> None:
    seen = drive(desk, vim, "ale", "GOFIXMAP_ALE")
    assert "gofixmap[map-writeback] cannot assign to users[id].Visits" in seen
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in seen
    assert '\t\tuser := users["😀"]\n\t\tuser.Name = id\n' in seen


def test_vim_lsp_shows_findings_and_makes_fixes(desk: Desk, vim: str) -> None:
    seen = drive(desk, vim, "vim-lsp", "GOFIXMAP_VIM_LSP")
    assert "gofixmap[map-writeback] cannot assign to users[id].Visits" in seen
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in desk.read("users.go")
    fixed = '{\n\t\tuser := users["😀"]\n\t\tuser.Name = id\n\t\tusers["😀"] = user\n\t}\n}\n'
    assert fixed in desk.read("users.go")
    assert "\tmu   sync.RWMutex // guards byID\n" in seen


@pytest.mark.parametrize(
    ("script", "plugin"), [("ale", "GOFIXMAP_ALE"), ("vim-lsp", "GOFIXMAP_VIM_LSP")]
)
def test_what_gopls_reports_is_not_repeated(desk: Desk, vim: str, script: str, plugin: str) -> None:
    gopls = require(os.environ.get("GOFIXMAP_GOPLS", "gopls"))
    seen = drive(desk, vim, script, plugin, gopls)
    assert "[UnaddressableFieldAssign] cannot assign" in seen
    assert "[map-writeback]" not in seen
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in seen

"""The plugin for Neovim, in every Neovim that GOFIXMAP_NVIM names."""

from __future__ import annotations

import os
import re
import shutil

import pytest
from editor_desk import HERE, Desk, commands, require

pytestmark = [
    pytest.mark.editors,
    pytest.mark.parametrize("nvim", commands("GOFIXMAP_NVIM", "nvim")),
]
SCRIPTS = HERE / "neovim"


def drive(desk: Desk, nvim: str, script: str, **environment: str) -> str:
    """What a script saw, without the line that names the version."""
    seen = desk.run(
        f"neovim-{{}}/{script}",
        *(require(nvim), "--clean", "--headless", "-u", str(SCRIPTS / "init.lua")),
        *("-c", f"luafile {SCRIPTS / 'driver.lua'}", "-c", f"luafile {SCRIPTS / script}.lua"),
        **environment,
    )
    first, _, rest = seen.partition("\n")
    assert re.fullmatch(r"Neovim [\d.]+", first)
    return rest


def test_a_finding_is_shown_and_its_fix_is_chosen(desk: Desk, nvim: str) -> None:
    seen = drive(desk, nvim, "quickfix")
    assert "13:2-18 error gofixmap[map-writeback] cannot assign to users[id].Visits" in seen
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in seen
    assert '\t\tuser := users["😀"]\n\t\tuser.Name = id\n\t\tusers["😀"] = user\n' in seen
    assert "user" not in desk.read("users.go").partition("func Visit")[2].replace("users", "")


def test_a_mistake_is_told_while_it_is_typed(desk: Desk, nvim: str) -> None:
    seen = drive(desk, nvim, "typing")
    assert "[map-writeback]" in seen
    assert "written: false" in seen
    assert seen.endswith("== after undo: diagnostics\n")


def test_only_safe_fixes_are_made_on_save(desk: Desk, nvim: str) -> None:
    drive(desk, nvim, "save", GOFIXMAP_FIX_ON_SAVE="1")
    assert "\tuser.Visits++\n\tusers[id] = user\n" in desk.read("users.go")
    assert "func (a account) pay" in desk.read("accounts.go")


def test_a_map_without_a_finding_gets_a_lock(desk: Desk, nvim: str) -> None:
    seen = drive(desk, nvim, "refactor")
    assert "\tmu   sync.RWMutex // guards byID\n" in seen
    assert "\tdefer s.mu.RUnlock()\n" in seen


def test_a_finding_is_silenced_where_it_stands(desk: Desk, nvim: str) -> None:
    seen = drive(desk, nvim, "ignore")
    assert re.search(r"\n\t//gofixmap:ignore map-writeback.*\n\tusers\[id\].Visits\+\+\n", seen)
    assert "[map-writeback] cannot assign to users[id]" not in seen.rpartition("==")[2]


def test_a_fix_of_two_files_changes_two_buffers(desk: Desk, nvim: str) -> None:
    seen = drive(desk, nvim, "files")
    assert "\n-func (a account) pay(amount int) {\n+func (a *account) pay(amount int) {\n" in seen
    assert "\topen[id] = accountEntry\n" in seen
    assert "open[id].pay(amount)" in desk.read("billing.go")


def test_the_page_of_the_rule_opens_on_hover(desk: Desk, nvim: str) -> None:
    assert "map-writeback" in drive(desk, nvim, "hover")


def test_the_diff_of_the_workspace_opens_in_a_window(desk: Desk, nvim: str) -> None:
    seen = drive(desk, nvim, "diff")
    assert "\n--- a/users.go\n+++ b/users.go\n" in seen
    assert "users[id].Visits++" in desk.read("users.go")


def test_the_workspace_is_fixed_in_buffers(desk: Desk, nvim: str) -> None:
    seen = drive(desk, nvim, "apply")
    assert "\topen[id] = accountEntry\n" in seen
    told = seen.rpartition("== buffers that are not written\n")[2].split()
    assert sorted(told) == ["accounts.go", "billing.go", "users.go"]
    assert "users[id].Visits++" in desk.read("users.go")


def test_what_races_is_mended(desk: Desk, nvim: str) -> None:
    shutil.rmtree(desk.folder)
    shutil.copytree(HERE / "racy", desk.folder)
    seen = drive(desk, nvim, "race")
    assert "\n+\tmu     sync.Mutex // guards byPage\n" in seen
    assert "1 race, 0 left" in seen


def test_what_gopls_reports_is_not_repeated(desk: Desk, nvim: str) -> None:
    gopls = require(os.environ.get("GOFIXMAP_GOPLS", "gopls"))
    seen = drive(desk, nvim, "gopls", GOFIXMAP_GOPLS=gopls)
    assert "error compiler[UnaddressableFieldAssign]" in seen
    assert "gofixmap[map-writeback]" not in seen
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in seen

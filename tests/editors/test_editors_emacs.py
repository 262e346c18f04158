"""gofixmap.el, in every Emacs that GOFIXMAP_EMACS names; Eglot and go-mode are on its load-path."""

from __future__ import annotations

import os
import re

import pytest
from editor_desk import HERE, Desk, commands, require

pytestmark = [
    pytest.mark.editors,
    pytest.mark.parametrize("emacs", commands("GOFIXMAP_EMACS", "emacs")),
]
SCRIPTS = HERE / "emacs"


def drive(desk: Desk, emacs: str, script: str, **environment: str) -> str:
    """What a script saw, without the line that names the versions."""
    seen = desk.run(
        f"emacs-{{}}/{script}",
        *(require(emacs), "-Q", "--batch", "--eval", "(package-initialize)"),
        *("-l", str(SCRIPTS / "driver.el"), "-l", str(SCRIPTS / f"{script}.el")),
        **environment,
    )
    first, _, rest = seen.partition("\n")
    assert re.fullmatch(r"Emacs [\d.]+, Eglot [\d.]+", first)
    return rest


def test_a_finding_is_shown_and_its_fix_is_chosen(desk: Desk, emacs: str) -> None:
    seen = drive(desk, emacs, "quickfix")
    assert re.search(r"13:2-18 eglot-error gofixmap ?\[map-writeback\]: cannot assign", seen)
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in seen
    assert '\t\tuser := users["😀"]\n\t\tuser.Name = id\n\t\tusers["😀"] = user\n' in seen
    assert "users[id].Visits++" in desk.read("users.go")


def test_a_mistake_is_told_while_it_is_typed(desk: Desk, emacs: str) -> None:
    seen = drive(desk, emacs, "typing")
    assert "[map-writeback]" in seen
    assert "written: nil" in seen
    assert seen.endswith("== after undo: diagnostics\n")


def test_only_safe_fixes_are_made_on_save(desk: Desk, emacs: str) -> None:
    drive(desk, emacs, "save", GOFIXMAP_FIX_ON_SAVE="1")
    assert "\tuser.Visits++\n\tusers[id] = user\n" in desk.read("users.go")
    assert "func (a account) pay" in desk.read("accounts.go")


def test_a_map_without_a_finding_gets_a_lock(desk: Desk, emacs: str) -> None:
    seen = drive(desk, emacs, "refactor")
    assert "\tmu   sync.RWMutex // guards byID\n" in seen
    assert "\tdefer s.mu.RUnlock()\n" in seen


def test_a_finding_is_silenced_where_it_stands(desk: Desk, emacs: str) -> None:
    seen = drive(desk, emacs, "ignore")
    assert re.search(r"\n\t//gofixmap:ignore map-writeback.*\n\tusers\[id\].Visits\+\+\n", seen)
    assert "users[id]" not in seen.rpartition("==")[2]


def test_a_fix_of_two_files_changes_two_buffers(desk: Desk, emacs: str) -> None:
    seen = drive(desk, emacs, "files")
    assert "\n-func (a account) pay(amount int) {\n+func (a *account) pay(amount int) {\n" in seen
    assert "\topen[id] = accountEntry\n" in seen
    assert "open[id].pay(amount)" in desk.read("billing.go")


def test_the_page_of_the_rule_comes_on_hover(desk: Desk, emacs: str) -> None:
    assert "map-writeback" in drive(desk, emacs, "hover")


def test_the_diff_of_the_workspace_opens_in_a_buffer(desk: Desk, emacs: str) -> None:
    seen = drive(desk, emacs, "diff")
    assert "\n--- a/users.go\n+++ b/users.go\n" in seen
    assert "users[id].Visits++" in desk.read("users.go")


def test_the_workspace_is_fixed_in_buffers(desk: Desk, emacs: str) -> None:
    seen = drive(desk, emacs, "apply")
    assert "\topen[id] = accountEntry\n" in seen
    told = seen.rpartition("== buffers that are not written\n")[2].split()
    assert sorted(told) == ["accounts.go", "billing.go", "users.go"]
    assert "users[id].Visits++" in desk.read("users.go")


def test_what_gopls_reports_is_not_repeated(desk: Desk, emacs: str) -> None:
    servers = {
        "GOFIXMAP_GOPLS": require(os.environ.get("GOFIXMAP_GOPLS", "gopls")),
        "GOFIXMAP_RASS": require(os.environ.get("GOFIXMAP_RASS", "rass")),
    }
    seen = drive(desk, emacs, "gopls", **servers)
    assert "UnaddressableFieldAssign" in seen
    assert "map-writeback]" not in seen
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in seen

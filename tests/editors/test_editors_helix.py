"""Helix with the languages.toml of this repository, in a terminal of tmux.

GOFIXMAP_HX is its command; gopls runs beside gofixmap, GOFIXMAP_GOPLS is its command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from editor_desk import EDITORS, Desk, keep, require

pytestmark = pytest.mark.editors
SECONDS = 40


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal of a tmux server of its own."""

    tmux: str
    socket: Path

    def _call(self, *arguments: str) -> str:
        done = subprocess.run(
            [self.tmux, "-S", str(self.socket), "-f", os.devnull, *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def start(self, *command: str) -> None:
        self._call("new-session", "-d", "-x", "120", "-y", "32", *command)

    def keys(self, *names: str) -> None:
        self._call("send-keys", *names)

    def screen(self) -> str:
        return self._call("capture-pane", "-p")

    def wait(self, what: str, look: Callable[[str], bool]) -> str:
        """The first screen that looks right; fails with the last one."""
        end = time.monotonic() + SECONDS
        while not look(screen := self.screen()):
            assert time.monotonic() < end, f"{what}: not within {SECONDS} s\n{screen}"
            time.sleep(0.2)
        return screen

    def end(self) -> None:
        self._call("kill-server")


def hx() -> str:
    return require(os.environ.get("GOFIXMAP_HX", "hx"))


@pytest.fixture
def terminal(desk: Desk) -> Iterator[Terminal]:
    """Helix on users.go."""
    home = desk.folder.parent / "home"
    configured = home / "config" / "helix"
    configured.mkdir(parents=True)
    shutil.copy(EDITORS / "helix" / "languages.toml", configured)
    servers = home / "bin"
    servers.mkdir()
    (servers / "gopls").symlink_to(require(os.environ.get("GOFIXMAP_GOPLS", "gopls")))
    (servers / "gofixmap").symlink_to(desk.environment["GOFIXMAP_COMMAND"])
    told = desk.environment | {"PATH": f"{servers}{os.pathsep}{desk.environment['PATH']}"}
    given = [f"{name}={told[name]}" for name in told if name.startswith(("XDG", "GO", "HOME"))]
    found = Terminal(require("tmux"), desk.folder.parent / "tmux")
    found.start(
        *("env", "-C", str(desk.folder), f"PATH={told['PATH']}", *given, hx(), "users.go"),
    )
    try:
        yield found
    finally:
        found.end()


def choose(terminal: Terminal, title: str) -> str:
    """Opens the menu of code actions at the cursor, and chooses one; the screen before that."""
    end = time.monotonic() + SECONDS
    while title not in (screen := terminal.screen()):
        assert time.monotonic() < end, f"no menu with {title}\n{screen}"
        terminal.keys("Escape")  # a menu of before gofixmap was ready
        time.sleep(1)
        terminal.keys("Space", "a")
        time.sleep(2)
    rows = screen.splitlines()
    cursor = next(row for row, line in enumerate(rows) if "users[id].Visits++" in line)
    wanted = next(row for row, line in enumerate(rows) if title in line)
    for _ in range(wanted - cursor - 1):
        terminal.keys("Down")
    terminal.keys("Enter")
    return screen


def test_a_finding_of_gopls_has_our_fix(desk: Desk, terminal: Terminal) -> None:
    terminal.wait("two errors of gopls", lambda text: "● 2" in text)
    terminal.keys(":13", "Enter", "gs")
    shown = terminal.wait("the error", lambda text: "UnaddressableFieldAssign" in text)
    menu = choose(terminal, "Store the changed copy")
    after = terminal.wait("the fix", lambda text: "user.Visits++" in text)
    terminal.keys(":w", "Enter")
    terminal.wait("the file", lambda _: "user.Visits++" in desk.read("users.go"))
    told = subprocess.run([hx(), "--version"], capture_output=True, text=True, check=True).stdout
    line = f"\n{'=' * 120}\n"
    keep("helix-{}/gopls", line.join(each.rstrip() for each in (told, shown, menu, after)) + "\n")
    assert "map-writeback" not in shown
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in desk.read("users.go")

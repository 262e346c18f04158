"""Drives a review under tmux and prints what is seen; `python docs/pictures/review.py`.

It runs in a copy of examples/shop, with a state folder of its own, and writes review.svg.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).resolve().parent
SHOP = HERE.parent.parent / "examples" / "shop"
COLUMNS, LINES = 96, 34
APPLY = "gofixmap apply -i --safety review internal/accounts stats traffic"
PATCH = "gofixmap apply --dry-run -o shop.patch internal/accounts"
REVIEW = "gofixmap review shop.patch -o part.patch"
EDITOR = "sed -i s/user.Age++/user.Age+=1/"
SCENES = (
    ("the first question", [APPLY]),
    ("a fix of two places, the second of which is declined", ["y", "n"]),
    ("a hunk of many fixes is split", ["y", "y", "s"]),
    ("all of this codemod", ["A map-writeback"]),
    (
        "a lock has four hunks; the list, and leaving with three of them accepted",
        ["g", "n", "y", "y", "y", "q"],
    ),
    ("what was written", ["clear; git diff --stat; gofixmap undo --list"]),
    ("the next day", ["git commit -qam reviewed; clear; " + APPLY]),
    ("the last question, and the end", ["y"]),
    ("a saved patch", [f"clear; git reset -q --hard HEAD~1; {PATCH}; {REVIEW}"]),
    ("one hunk is edited, the next is split, and the first of its fixes declined", ["e", "s", "n"]),
    ("the rest of the file", ["a"]),
    ("the part", ["clear; gofixmap patch stat part.patch; gofixmap patch check part.patch"]),
)


class Terminal:
    """A window of tmux."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._name = f"gofixmap-{os.getpid()}"
        size = ["-x", str(COLUMNS), "-y", str(LINES)]
        self._tmux(
            "new-session", "-d", *size, "env PS1='$ ' bash --norc", cwd=folder, env=environment
        )
        self._settle()

    def type(self, line: str) -> None:
        self._tmux("send-keys", "-l", line)
        self._tmux("send-keys", "Enter")
        self._settle()

    def seen(self, *, colours: bool = False) -> str:
        shown = self._tmux("capture-pane", "-p", *(["-e"] if colours else []))
        return "\n".join(line.rstrip() for line in shown.rstrip().split("\n"))

    def close(self) -> None:
        self._tmux("kill-server")

    def _settle(self) -> None:
        """Waits for a prompt at the end of a screen that stays as it is."""
        last, same = "", 0
        for _ in range(400):
            time.sleep(0.3)
            now = self.seen()
            same = same + 1 if now == last else 0
            last = now
            if same >= 3 and now.rstrip().endswith(("]?", "$")):
                return
        raise SystemExit(f"nothing more comes:\n{last}")

    def _tmux(self, *arguments: str, **more: object) -> str:
        command = ["tmux", "-f", "/dev/null", "-L", self._name, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout  # type: ignore[call-overload,no-any-return]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(shutil.copytree(SHOP, Path(folder, "shop")))
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
        for command in (
            ["git", "init", "-q"],
            ["git", "add", "-A"],
            [*git, "commit", "-qm", "shop"],
        ):
            subprocess.run(command, cwd=shop, check=True)
        environment = {
            **os.environ,
            "XDG_STATE_HOME": str(Path(folder, "state")),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "EDITOR": EDITOR,
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.com",
        }
        terminal = Terminal(shop, environment)
        try:
            _play(terminal)
        finally:
            terminal.close()


def _play(terminal: Terminal) -> None:
    for number, (title, lines) in enumerate(SCENES):
        for line in lines:
            terminal.type(line)
        print(f"=== {title}: {shlex.join(lines)}\n{terminal.seen()}\n")
        if number == 1:
            (HERE / "review.svg").write_text(_svg(terminal.seen(colours=True)))


def _svg(seen: str) -> str:
    console = Console(record=True, file=io.StringIO(), width=COLUMNS, force_terminal=True)
    console.print(Text.from_ansi(seen))
    return console.export_svg(title="gofixmap apply -i", theme=MONOKAI)


if __name__ == "__main__":
    main()

"""Draws what gofixmap shows at a terminal; `python docs/pictures/terminal.py` writes the SVGs.

Each command runs in a copy of examples/shop, in a pseudo-terminal with true colour.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).resolve().parent
SHOP = HERE.parent.parent / "examples" / "shop"
COLUMNS, LINES = 112, 400
PICTURES = {
    "terminal-apply": "apply --dry-run --safety review --verify vet internal/audit internal/notify",
    "terminal-check": "check session",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = shutil.copytree(SHOP, Path(folder, "shop"))
        for name, arguments in PICTURES.items():
            (HERE / f"{name}.svg").write_text(_svg(f"gofixmap {arguments}", _seen(shop, arguments)))


def _seen(folder: Path, arguments: str) -> str:
    """The last screenfuls of a command, with their escape sequences; progress is wiped."""
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "COLUMNS": str(COLUMNS),
    }
    environment = {name: text for name, text in environment.items() if name != "NO_COLOR"}
    output, _ = pexpect.run(
        f"{sys.executable} -m gofixmap.cli {arguments}",
        cwd=str(folder),
        env=environment,
        dimensions=(LINES, COLUMNS),
        withexitstatus=True,
        timeout=120,
    )
    lines = output.decode().replace("\r\n", "\n").split("\n")
    return "\n".join(line.rpartition("\x1b[2K")[2] for line in lines)


def _svg(title: str, seen: str) -> str:
    console = Console(record=True, file=io.StringIO(), width=COLUMNS, force_terminal=True)
    console.print(Text(f"$ {title}", style="bold"))
    console.print(Text.from_ansi(seen))
    return console.export_svg(title="gofixmap", theme=MONOKAI)


if __name__ == "__main__":
    main()

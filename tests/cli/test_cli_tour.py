"""The README's tour: each of its commands is run on the example, and shows what its row says."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gofixmap.registry import installed

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "examples" / "shop"
README = (ROOT / "README.md").read_text(encoding="utf-8")
ON_A_BRANCH = "internal/notify"  # what the branch has added, for --diff-base


def _rows() -> list[tuple[str, str]]:
    """Each command of the table, and what it shows."""
    (section,) = re.findall(r"^## Point by point\n(.*?)(?=^## )", README, re.MULTILINE | re.DOTALL)
    found = re.findall(
        r"^\| (?!the mistake).* \| `gofixmap (.*)` \| (.*) \|$", section, re.MULTILINE
    )
    assert len(found) == section.count("\n| ") - 1
    return found


def _git(folder: Path, *arguments: str) -> None:
    config = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false")
    subprocess.run(["git", *config, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, go: Path, go_env: dict[str, str]) -> Path:
    """A copy of the example, on a branch that has added one of its packages."""
    folder = Path(shutil.copytree(SHOP, tmp_path / "shop"))
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", ".")
    _git(folder, "rm", "-qr", "--cached", ON_A_BRANCH)
    _git(folder, "commit", "-qm", "main")
    _git(folder, "switch", "-qc", "notify")
    _git(folder, "add", ".")
    _git(folder, "commit", "-qm", "notify")
    for name in ("PATH", "GOPROXY", "GOTOOLCHAIN", "GOFLAGS", "GOENV", "GOTELEMETRY"):
        monkeypatch.setenv(name, go_env[name])
    return folder


@pytest.mark.parametrize(("command", "shows"), _rows(), ids=lambda text: text.partition(" --")[0])
def test_each_command_shows_what_its_row_says(
    command: str,
    shows: str,
    gofixmap: Callable,
    shop: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(shop)
    ran = gofixmap(*shlex.split(command))
    assert ran.code == (1 if command.startswith("check") else 0), ran.err
    said = ran.out + ran.err
    for name in re.findall(r"`([^`]+)`", shows):
        if name.startswith("gofixmap explain "):
            assert gofixmap(*shlex.split(name)[1:]).code == 0
        elif not name.startswith(("library=", "lru")):
            assert name in said, name
    if command.startswith("check -s "):
        codemods = command.split()[2].replace(",", "|")
        outcome = "declined" if "declined" in shows else "fixable"
        fixes = rf"\[({codemods}), \w+, {outcome}\]"
        assert re.search(fixes, said), said


def test_every_codemod_is_in_the_tour() -> None:
    named = " ".join(command for command, _ in _rows())
    missing = {name for name in installed().names if name not in named}
    assert missing == {"map-prealloc", "nil-map", "unused-ignore"}  # the shop does none

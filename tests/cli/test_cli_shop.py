"""The example of the README, from the dry run to a service whose tests pass."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SHOP = Path(__file__).parents[2] / "examples" / "shop"
BROKEN = {"example.com/shop/catalog", "example.com/shop/internal/accounts"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHOP, tmp_path / "shop"))


def _go(go: Path, env: dict[str, str], folder: Path, *arguments: str) -> tuple[int, str]:
    run = subprocess.run([go, *arguments], cwd=folder, env=env, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def test_the_dry_run_shows_ten_hunks_and_more(gofixmap: Callable, shop: Path) -> None:
    ran = gofixmap("apply", "--dry-run", "shop", "--verify", "auto")
    assert ran.code == 0
    assert len(re.findall(r"^@@ ", ran.out, re.MULTILINE)) >= 10
    assert " unproven]" not in ran.err


def test_only_what_its_readme_names_is_broken(go: Path, go_env: dict[str, str], shop: Path) -> None:
    code, output = _go(go, go_env, shop, "build", "./...")
    assert code == 1
    assert set(re.findall(r"^# (\S+)$", output, re.MULTILINE)) == BROKEN


@pytest.mark.parametrize("safety", ["safe", "review"])
def test_after_apply_its_tests_pass(
    gofixmap: Callable, go: Path, go_env: dict[str, str], shop: Path, safety: str
) -> None:
    assert gofixmap("apply", "--safety", safety, "shop", "--verify", "auto").code == 0
    code, output = _go(go, go_env, shop, "test", "./...")
    assert code == 0, output
    gofmt = subprocess.run([go.parent / "gofmt", "-l", shop], capture_output=True, text=True)
    assert (gofmt.stdout, gofmt.stderr) == ("", "")
    again = gofixmap("apply", "--safety", safety, "--dry-run", "--exit-code", "shop")
    assert (again.code, again.out) == (0, "")


NEAR_MISSES = [
    "Amount",  # methods that return their changed copy
    "withDefaults",
    "bound",
    "plus",
    "WithNote",
    "raise",  # a slice: elements are shared
    "Apply",  # a map: elements are shared
    "Touch",  # elements that are pointers
    "Quoted",
    "Refuse",  # a field behind an embedded pointer
    "Tag",  # an element's slice
    "Describe",  # an element's map
    "Befriend",
    "Summarize",  # written back already
    "Reprice",
    "Item",  # a copy that is returned
    "Anonymous",
    "Redirect",
]


def test_near_misses_stay(gofixmap: Callable) -> None:
    out = gofixmap("check", SHOP).out
    found = re.findall(r"^(\S+):(\d+):\d+: ", out, re.MULTILINE)
    assert found
    for name in NEAR_MISSES:
        bodies = _functions(name)
        assert bodies, name
        for path, first, last in bodies:
            inside = [line for file, line in found if file == str(path) and int(line) >= first]
            assert not [line for line in inside if int(line) <= last], name


def test_its_readme_names_what_is_there() -> None:
    readme = (SHOP / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|.*\| (.*) \|$", readme, re.MULTILINE)
    names = re.findall(r"`([\w.]+)`", " ".join(rows))
    assert len(names) > 20
    for name in names:
        receiver, _, method = name.rpartition(".")
        head = rf"func \(\w+ \*?{receiver}\) {method}\(" if receiver else rf"func {method}\("
        files = SHOP.rglob("*.go")
        assert any(re.search(head, file.read_text(encoding="utf-8")) for file in files), name


def _functions(name: str) -> list[tuple[Path, int, int]]:
    """The lines of the functions of that name, or of the methods of a type of that name."""
    found = []
    for path in SHOP.rglob("*.go"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if re.match(rf"func (\(\w+ \*?\w+\) {name}\(|\(\w+ \*?{name}\) |{name}\()", line):
                ends = (n for n, text in enumerate(lines[number - 1 :], number) if text == "}")
                last = number if line.endswith("}") else next(ends)
                found.append((path, number, last))
    return found

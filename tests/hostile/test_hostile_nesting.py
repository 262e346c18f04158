"""Far too much of everything: each form ends in time, with its neighbours served."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_kit import MISTAKE, gofixmap, sound, write
from hostile_nesting import FORMS

DEPTH = 100_000
_QUICK = 10_000  # far above every limit as well, and in a tenth of the time
_ALWAYS = ("parentheses", "blocks", "minus", "else if", "map types", "sum", "channel types")


def _try(tmp_path: Path, name: str, depth: int) -> None:
    write(tmp_path, {"deep/a.go": FORMS[name].text(depth), "b.go": MISTAKE})
    ran = gofixmap("apply", "--dry-run", "--verify", "none", "--safety", "target", cwd=tmp_path)
    sound(ran, (0, 3))
    assert b"+++ b/b.go" in ran.out, ran.said


@pytest.mark.parametrize("name", _ALWAYS)
def test_deep(tmp_path: Path, name: str) -> None:
    _try(tmp_path, name, _QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_deep_in_every_form(tmp_path: Path, name: str) -> None:
    _try(tmp_path, name, DEPTH)


@pytest.mark.slow
@pytest.mark.parametrize("depth", [200, 1000, 5000])
@pytest.mark.parametrize("name", FORMS)
def test_less_deep(tmp_path: Path, name: str, depth: int) -> None:
    """Below the limits, where the analyses do run."""
    _try(tmp_path, name, depth)


@pytest.mark.parametrize("command", [("check",), ("inspect", "types")])
def test_other_commands(tmp_path: Path, command: tuple[str, ...]) -> None:
    for name in ("parentheses", "sum", "selectors"):
        write(tmp_path / name, {"a.go": FORMS[name].text(_QUICK)})
        sound(gofixmap(*command, ".", cwd=tmp_path / name), (0, 1, 3))


def test_as_a_filter(tmp_path: Path) -> None:
    write(tmp_path, {})
    data = FORMS["parentheses"].text(_QUICK)
    ran = gofixmap("apply", "--stdin-filename", "a.go", cwd=tmp_path, stdin=data)
    sound(ran, (0, 3))
    assert len(ran.out) >= len(data)

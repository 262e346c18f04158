"""The command line in this process, with toy codemods where a test asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from gofixmap import distributions, registry
from gofixmap.cli import main

SOURCE = """package a

func use() {
	old()
	risky()
	odd()
}
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def gofixmap(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ran]:
    """Runs the command line in `tmp_path`, in one process, and proves nothing unless asked to.

    What the toys write does not compile, and a Go command each would make these tests slow.
    """
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        texts = [str(argument) for argument in arguments]
        if texts[:1] == ["apply"] and "--verify" not in texts:
            texts.append("--verify=none")
        code = main(texts)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only the codemods of cli_toys are installed, the way any distribution installs its own."""
    monkeypatch.setattr(distributions, "entries", lambda: [("toys", "cli_toys")])
    registry.installed.cache_clear()
    yield
    registry.installed.cache_clear()


@pytest.fixture
def module(tmp_path: Path, toys: None) -> Path:
    """A module with one file that each toy has something to say about."""
    (tmp_path / "go.mod").write_text("module example.com/a\n\ngo 1.27\n", encoding="utf-8")
    file = tmp_path / "a.go"
    file.write_text(SOURCE, encoding="utf-8")
    return file

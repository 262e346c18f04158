"""A codemod that takes too long is stopped, and the others go on in other packages."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest
from engine_toys import CALL, replacing

from gofixmap.codemod import (
    Codemod,
    Context,
    Edit,
    Finding,
    Fix,
    Match,
    Safety,
    Span,
    Symbol,
)
from gofixmap.engine import Request, run
from gofixmap.engine import packagework as working
from gofixmap.engine.budget import OverBudget, budget, seconds_for
from gofixmap.registry import Registry


def _spin(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_what_is_quick_is_not_stopped() -> None:
    with budget(5):
        _spin(0.01)
    _spin(0.01)


def test_what_is_slow_is_stopped() -> None:
    with pytest.raises(OverBudget), budget(0.05):
        _spin(30)


def test_waiting_costs_nothing() -> None:
    with budget(0.05):
        time.sleep(0.2)


def test_another_thread_has_no_limit() -> None:
    done: list[bool] = []

    def work() -> None:
        with budget(0.01):
            _spin(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def test_a_larger_package_has_more_time() -> None:
    assert seconds_for(10_000_000) > seconds_for(10_000) >= 20


class Slow(Codemod):
    """Never ends in a package that is called slow."""

    name = "slow"
    query = CALL

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.info.package.name == "slow":
            _spin(60)
        yield context.finding(match, "looked at", fix=replacing(match, "name", "g"))


def test_a_package_is_left_out_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "seconds_for", lambda size: 0.5)
    (tmp_path / "go.mod").write_text("module example.com/a\n\ngo 1.27\n")
    for name in ("quick", "slow"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.go").write_text(f"package {name}\n\nfunc f() {{ f() }}\n")
    request = Request(paths=(tmp_path,), jobs=1, apply=False)
    result = run(request, registry=Registry((Slow,)))
    assert [finding.path for finding in result.findings] == ["quick/a.go"]
    (problem,) = result.problems
    assert problem.path == "slow"
    assert problem.what.startswith("codemod slow was stopped after 0 s in package")


class Offers(Codemod):
    """Takes longer for a symbol than a package may take."""

    name = "offers"
    query = CALL

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        _spin(1)
        span = Span(0, 7)
        place = SimpleNamespace(path=symbol.path, span=span, symbol=symbol.name)
        edit = Edit(symbol.path, 0, 0, "// Named.\n")
        yield context.finding(place, "offered", fix=Fix("name it", (edit,)), safety=Safety.TARGET)


@pytest.mark.parametrize(("limit", "offered"), [(30.0, 1), (0.1, 0)])
def test_a_named_symbol_has_a_limit_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: float, offered: int
) -> None:
    monkeypatch.setattr(working, "seconds_for", lambda size: 0.1)
    monkeypatch.setattr(working, "NAMED_SECONDS", limit)
    (tmp_path / "go.mod").write_text("module example.com/a\n\ngo 1.27\n")
    (tmp_path / "a.go").write_text("package a\n\nfunc f() {}\n")
    request = Request(paths=(tmp_path,), jobs=1, apply=False, targets=("f",))
    result = run(request, registry=Registry((Offers,)))
    assert len(result.findings) == offered
    assert len(result.problems) == 1 - offered

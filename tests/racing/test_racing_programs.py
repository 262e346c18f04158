"""The loop from race to proof, judged by what the mended programs compute."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).resolve().parent

# One program for each kind of remedy, and one that has none; the rest runs by hand.
QUICK = (
    "capturederr",
    "counterfield",
    "definedtype",
    "doneearly",
    "eachcallback",
    "halfguarded",
    "loopvarold",
    "mapcache",
    "selfcall",
)


@pytest.fixture(scope="module")
def programs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("racing_programs", HERE / "programs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def _check(programs: ModuleType, go: Path, env: dict[str, str], chosen: tuple[str, ...]) -> None:
    before, outcomes = programs.judge(go, env, chosen, count=5)
    assert set(before) == set(chosen), "a program did not race before"
    recorded = tomllib.loads((HERE / "outcomes.toml").read_text(encoding="utf-8"))
    got = {each.name: {"mended": each.mended, "remedies": list(each.remedies)} for each in outcomes}
    assert got == {name: recorded[name] for name in chosen}


def test_one_program_for_each_remedy(
    programs: ModuleType, go: Path, go_env: dict[str, str]
) -> None:
    _check(programs, go, go_env, QUICK)


@pytest.mark.slow
def test_every_program(programs: ModuleType, go: Path, go_env: dict[str, str]) -> None:
    _check(programs, go, go_env, tuple(programs.names()))


def test_every_program_has_a_recorded_outcome(programs: ModuleType) -> None:
    recorded = tomllib.loads((HERE / "outcomes.toml").read_text(encoding="utf-8"))
    assert sorted(recorded) == programs.names()
    assert len(recorded) >= 60

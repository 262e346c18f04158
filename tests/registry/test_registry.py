"""Which codemods exist."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

from gofixmap import distributions
from gofixmap.codemod import Codemod
from gofixmap.errors import EnvironmentProblem, UsageError
from gofixmap.registry import Registry, installed, load_class, working


class First(Codemod):
    name = "first"
    order = 2


class Second(Codemod):
    name = "second"
    order = 1


class Third(Codemod):
    name = "third"
    order = 2


class Nameless(Codemod):
    pass


def test_order_then_name() -> None:
    assert Registry([Third, First, Second]).names == ("second", "first", "third")


def test_unknown_names_get_the_nearest() -> None:
    known = Registry([First, Second])
    with pytest.raises(UsageError, match=r"no codemod named 'frist' \(did you mean first\?\)"):
        known.get("frist")
    with pytest.raises(UsageError, match="gofixmap list shows the names"):
        known.get("zzz")
    with pytest.raises(UsageError, match=r"^x\.toml:3: no codemod"):
        known.get("zzz", where="x.toml:3")


def test_two_classes_of_one_name_are_refused() -> None:
    twin = type("Twin", (Codemod,), {"name": "first"})
    with pytest.raises(UsageError, match=r"two codemods are named first: .*First and .*Twin"):
        Registry([First, twin])
    assert Registry([First, First]).names == ("first",)


def with_entries(monkeypatch: pytest.MonkeyPatch, **modules: object) -> None:
    entries = []
    for name, codemods in modules.items():
        module = ModuleType(f"third_party_{name}")
        if codemods is not None:
            module.CODEMODS = codemods  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        entries.append((name, module.__name__))
    monkeypatch.setattr(distributions, "entries", lambda: entries)
    installed.cache_clear()


@pytest.fixture(autouse=True)
def _fresh() -> object:
    yield
    installed.cache_clear()


def test_every_distribution_is_found_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    with_entries(monkeypatch, a=(f"{__name__}:First",), b=(f"{__name__}:Second",))
    assert installed().names == ("second", "first")


@pytest.mark.parametrize(
    ("codemods", "what"),
    [
        (None, "has no CODEMODS tuple of texts"),
        (["x:Y"], "has no CODEMODS tuple of texts"),
        ((3,), "has no CODEMODS tuple of texts"),
        (("no.such.module:X",), "cannot import no.such.module"),
        ((f"{__name__}:Gone",), "is not a codemod class"),
        ((f"{__name__}:test_order_then_name",), "is not a codemod class"),
        ((f"{__name__}:Nameless",), "has no name"),
    ],
)
def test_broken_distributions_are_named(
    monkeypatch: pytest.MonkeyPatch, codemods: object, what: str
) -> None:
    with_entries(monkeypatch, broken=codemods)
    with pytest.raises(EnvironmentProblem, match=what):
        installed()


def test_an_entry_whose_module_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributions, "entries", lambda: [("x", "no_such_module_at_all")])
    installed.cache_clear()
    with pytest.raises(EnvironmentProblem, match="cannot import no_such_module_at_all"):
        installed()


def test_load_class() -> None:
    assert load_class(f"{__name__}:First") is First


def test_the_built_in_ones_are_installed() -> None:
    import gofixmap_codemods

    assert len(installed().names) >= len(gofixmap_codemods.CODEMODS)


class Delegating(Codemod):
    name = "delegating"
    work = f"{__name__}:Delegated"


class Delegated(Delegating):
    pass


def test_the_work_of_a_codemod_is_a_subclass() -> None:
    assert working(Delegating) is working(Delegated) is Delegated
    assert working(First) is First
    stray = type("Stray", (Codemod,), {"name": "stray", "work": Delegating.work})
    with pytest.raises(EnvironmentProblem, match=r":Delegated does not derive from .*:Stray"):
        working(stray)


@pytest.mark.parametrize("codemod", installed().codemods, ids=lambda codemod: codemod.name)
def test_what_does_the_work_declares_nothing_else(codemod: type[Codemod]) -> None:
    sieves = {"query_text", "takes", "considers", *Codemod.__annotations__}
    found = working(codemod)
    assert found is codemod or sieves.isdisjoint(vars(found))


def test_naming_codemods_loads_no_parser_and_no_analyses() -> None:
    code = (
        "import sys, gofixmap.registry; gofixmap.registry.installed(); "
        "loaded = {'tree_sitter', 'gofixmap.semantics.sharing'} & {*sys.modules}; "
        "sys.exit(' '.join(loaded) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

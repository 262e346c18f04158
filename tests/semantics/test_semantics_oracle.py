"""The resolver against go/types: `inspect types` and tests/oracle on real packages."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from gofixmap.semantics.info import Semantics
from gofixmap.semantics.inspect import inspect_types
from gofixmap.workspace import Workspace

ORACLE = Path(__file__).parent.parent / "oracle"
# Small packages with every kind of operand: generic ones, unsafe ones, large tables, iterators.
PACKAGES = (
    "container/list",
    "encoding/json",
    "internal/sync",
    "maps",
    "math/big",
    "regexp",
    "slices",
    "strconv",
    "text/template",
    "unique",
)


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"oracle_{name}", ORACLE / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def oracle(
    go: Path, go_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    """The oracle as a program, and an environment to run it in."""
    binary = tmp_path_factory.mktemp("oracle") / "oracle"
    command = [go, "build", "-o", binary, ORACLE / "main.go"]
    subprocess.run(command, check=True, env=go_env, cwd=binary.parent)
    return binary, go_env


def _rows(oracle: tuple[Path, dict[str, str]], root: Path, *patterns: str) -> Path:
    binary, environment = oracle
    output = binary.parent / f"{root.name}.jsonl"
    with output.open("wb") as target:
        command = [binary, root, *patterns]
        subprocess.run(command, check=True, env=environment, stdout=target, stderr=subprocess.PIPE)
    return output


def _ours(root: Path, directories: tuple[str, ...]) -> Iterator[dict[str, object]]:
    workspace = Workspace.open([root])
    semantics = Semantics(workspace)
    packages = (
        [package for each in directories for package in workspace.packages_in(each)]
        if directories
        else workspace.packages()
    )
    for package in packages:
        for row in inspect_types(semantics, package.all_files):
            yield dict(row)


def test_no_index_expression_of_these_packages_is_wrong_or_unknown(
    oracle: tuple[Path, dict[str, str]], goroot: Path
) -> None:
    compare = _load("compare")
    rows = _rows(oracle, goroot / "src", *PACKAGES)
    tally = compare.compare(compare.read(rows), _ours(goroot / "src", PACKAGES))
    assert sum(tally.total.values()) > 1500
    assert set(tally.total) >= {"map", "slice", "array", "string", "typeparam", "instantiation"}
    assert not tally.mistakes
    assert not tally.unresolved


@pytest.mark.corpus
def test_the_standard_library(oracle: tuple[Path, dict[str, str]], goroot: Path) -> None:
    compare = _load("compare")
    tally = compare.compare(
        compare.read(_rows(oracle, goroot / "src", "std")), _ours(goroot / "src", ())
    )
    _hold(compare, tally)


@pytest.mark.corpus
def test_the_modules_named_in_the_environment(oracle: tuple[Path, dict[str, str]]) -> None:
    """`GOFIXMAP_CORPORA` names directories of checked-out modules, separated like PATH."""
    compare = _load("compare")
    roots = [
        Path(each) for each in os.environ.get("GOFIXMAP_CORPORA", "").split(os.pathsep) if each
    ]
    if not roots:
        pytest.fail("set GOFIXMAP_CORPORA to the modules to compare")
    for root in roots:
        _hold(compare, compare.compare(compare.read(_rows(oracle, root)), _ours(root, ())))


def _hold(compare: ModuleType, tally: object) -> None:
    """None wrong, and at least 99 in 100 resolved for every kind of operand."""
    print(compare.table(tally))
    assert not getattr(tally, "mistakes", None)
    totals, resolved = getattr(tally, "total", {}), getattr(tally, "resolved", {})
    for kind, total in totals.items():
        assert resolved[kind] >= 0.99 * total, kind

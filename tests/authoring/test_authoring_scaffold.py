"""codemod new: what it makes is checked, and passes its own cases, right away."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gofixmap import distributions, registry
from gofixmap.authoring.cases import find_cases
from gofixmap.authoring.check import check_codemod
from gofixmap.authoring.golden import run_case
from gofixmap.authoring.pages import page_of, render_page
from gofixmap.authoring.project import Project, registry_of
from gofixmap.authoring.scaffold import scaffold
from gofixmap.errors import UsageError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    folder = tmp_path / "ours"
    (folder / "codemods").mkdir(parents=True)
    register = '"""Ours."""\n\nCODEMODS: tuple[str, ...] = (  # all of them\n)\n'
    (folder / "codemods" / "__init__.py").write_text(register, encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        f'[project.entry-points."{distributions.GROUP}"]\nours = "our_codemods"\n', encoding="utf-8"
    )
    yield Project(folder)
    for name in [name for name in sys.modules if name.startswith("_gofixmap_project")]:
        del sys.modules[name]


def test_everything_is_there(project: Project) -> None:
    paths = scaffold("blank-range", project)
    assert {path.relative_to(project.folder).as_posix() for path in paths} == {
        "codemods/__init__.py",
        "codemods/blank_range.py",
        "codemods/blank_range.scm",
        "docs/rules/blank-range.md",
        "tests/golden/blank-range/declines-a-comment/before/names.go",
        "tests/golden/blank-range/declines-a-comment/case.toml",
        "tests/golden/blank-range/drops-the-blank/after/names.go",
        "tests/golden/blank-range/drops-the-blank/before/names.go",
        "tests/golden/blank-range/drops-the-blank/case.toml",
        "tests/golden/blank-range/keeps-one-name/before/names.go",
        "tests/golden/blank-range/keeps-one-name/case.toml",
    }
    assert all(path.is_file() for path in paths)
    register = project.register.read_text(encoding="utf-8")
    assert register == (
        '"""Ours."""\n\nCODEMODS: tuple[str, ...] = (  # all of them\n'
        '    "our_codemods.blank_range:BlankRange",\n)\n'
    )


def test_it_passes_its_own_check_and_cases(project: Project) -> None:
    scaffold("blank-range", project)
    assert check_codemod(project.module("blank-range")) == []
    found = registry_of(project)
    outcomes = [run_case(case, found) for case in find_cases(project.golden)]
    assert [outcome.failures for outcome in outcomes] == [(), (), ()]
    assert found.get("blank-range").__module__ == "_gofixmap_project.blank_range"


def test_its_page_is_the_one_that_its_class_gives(project: Project) -> None:
    scaffold("blank-range", project)
    page = project.page("blank-range").read_text(encoding="utf-8")
    assert page == render_page(page_of(registry_of(project).get("blank-range")))


def test_a_second_one_beside_it(project: Project) -> None:
    scaffold("blank-range", project)
    scaffold("other-range", project)
    names = registry_of(project).names
    assert {"blank-range", "other-range"} <= set(names)


def test_it_is_formatted_and_linted(project: Project) -> None:
    scaffold("blank-range", project)
    module = project.module("blank-range")
    for arguments in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--config", ROOT / "pyproject.toml"]
        run = subprocess.run([*command, module], capture_output=True, text=True)
        assert run.returncode == 0, run.stdout


def test_its_cases_are_as_gofmt_would_have_them(project: Project, go: Path) -> None:
    scaffold("blank-range", project)
    command = [go.parent / "gofmt", "-l", project.golden]
    run = subprocess.run(command, capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("", "")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Nil-Map", "cannot be the name"),
        ("nil_map", "cannot be the name"),
        ("-nil", "cannot be the name"),
        ("nil--map", "cannot be the name"),
        ("../evil", "cannot be the name"),
        ("", "cannot be the name"),
        ("a" * 41, "cannot be the name"),
        ("import", "a word of Python"),
    ],
)
def test_bad_names(project: Project, name: str, what: str) -> None:
    before = sorted(project.folder.rglob("*"))
    with pytest.raises(UsageError, match=what):
        scaffold(name, project)
    assert sorted(project.folder.rglob("*")) == before


@pytest.mark.parametrize(
    "taken",
    [
        "codemods/nil_map.scm",
        "docs/rules/nil-map.md",
        "tests/golden/nil-map/keeps-one-name/case.toml",
    ],
)
def test_nothing_is_overwritten(project: Project, taken: str) -> None:
    file = project.folder / taken
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine", encoding="utf-8")
    before = sorted(project.folder.rglob("*"))
    with pytest.raises(UsageError, match="there already"):
        scaffold("nil-map", project)
    assert file.read_text(encoding="utf-8") == "mine"
    assert sorted(project.folder.rglob("*")) == before


def test_a_registered_name(project: Project) -> None:
    scaffold("blank-range", project)
    project.module("blank-range").unlink()
    with pytest.raises(UsageError, match="is registered"):
        scaffold("blank-range", project)


def test_a_folder_without_codemods(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no codemods here"):
        scaffold("nil-map", Project(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_installed_codemods_are_not_loaded_twice() -> None:
    """This project's own folder is what is installed, so its classes are the installed ones."""
    spec = importlib.util.find_spec("gofixmap_codemods")
    assert spec is not None
    if Path(spec.origin or "").resolve() == ROOT / "codemods" / "__init__.py":
        assert registry_of(Project(ROOT)) is registry.installed()

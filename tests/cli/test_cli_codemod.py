"""codemod new, check and test, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    (folder / "codemods").mkdir(parents=True)
    (folder / "codemods" / "__init__.py").write_text("CODEMODS = ()\n", encoding="utf-8")
    return folder


def test_new_check_test(gofixmap: Callable, toys: None, project: Path) -> None:
    made = gofixmap("codemod", "new", "blank-range", "--dir", project)
    assert (made.code, made.err) == (0, "")
    assert str(project / "codemods" / "blank_range.py") in made.out.splitlines()
    module = project / "codemods" / "blank_range.py"
    assert gofixmap("codemod", "check", module) == (0, "", "")
    for name in ([], ["blank-range"]):
        ran = gofixmap("codemod", "test", *name, "--dir", project)
        assert (ran.code, ran.out, ran.err) == (0, "", "3 cases, 0 failed\n")


def test_failures_are_shown(gofixmap: Callable, toys: None, project: Path) -> None:
    gofixmap("codemod", "new", "blank-range", "--dir", project)
    golden = project / "tests" / "golden" / "blank-range"
    (golden / "drops-the-blank" / "after" / "names.go").write_text("package other\n")
    ran = gofixmap("codemod", "test", "--dir", project)
    assert (ran.code, ran.err) == (1, "3 cases, 1 failed\n")
    assert ran.out.startswith("blank-range/drops-the-blank: names.go is not as expected:\n---")


def test_check_shows_what_is_wrong(gofixmap: Callable, toys: None, project: Path) -> None:
    gofixmap("codemod", "new", "blank-range", "--dir", project)
    module = project / "codemods" / "blank_range.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("    title =", "    _title ="), encoding="utf-8")
    ran = gofixmap("codemod", "check", module)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.endswith(": no title: the page of the codemod is made of it\n")
    assert ran.out.startswith(f"{module}:")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new", "Nil_Map"], "cannot be the name of a codemod"),
        (["new", "nil-map", "--dir", "nowhere"], "no codemods here"),
        (["check", "nowhere.py"], "cannot read it"),
        (["test", "--dir", "nowhere"], "no golden cases"),
        (["test", "old-call"], "no golden cases of old-call"),
    ],
)
def test_bad_input(gofixmap: Callable, toys: None, arguments: list[str], says: str) -> None:
    ran = gofixmap("codemod", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_a_project_that_does_not_import(gofixmap: Callable, toys: None, project: Path) -> None:
    gofixmap("codemod", "new", "blank-range", "--dir", project)
    module = project / "codemods" / "blank_range.py"
    module.write_text("import nothing_like_that\n", encoding="utf-8")
    ran = gofixmap("codemod", "test", "--dir", project)
    assert ran.code == 2
    assert "nothing_like_that" in ran.err
    assert ran.err.count("\n") == 1

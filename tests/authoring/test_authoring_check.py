"""The static check: each rule, on the scaffold's module with one thing wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gofixmap.authoring.check import check_codemod
from gofixmap.authoring.templates import QUERY, module_text
from gofixmap.codemod import Codemod
from gofixmap.errors import UsageError
from gofixmap.registry import installed

GOOD = module_text("blank-range", "BlankRange")


def _write(folder: Path, source: str, query: str | None = QUERY) -> Path:
    path = folder / "blank_range.py"
    path.write_text(source, encoding="utf-8")
    if query is not None:
        path.with_suffix(".scm").write_text(query, encoding="utf-8")
    return path


def test_the_scaffold_is_fine(tmp_path: Path) -> None:
    assert check_codemod(_write(tmp_path, GOOD)) == []


@pytest.mark.parametrize("codemod", installed().codemods, ids=lambda codemod: codemod.name)
def test_the_built_in_ones_are_fine(codemod: type[Codemod]) -> None:
    module = Path(sys.modules[codemod.__module__].__file__ or "")
    assert check_codemod(module) == []


def test_the_module_is_not_imported(tmp_path: Path) -> None:
    source = GOOD + f'\nopen({str(tmp_path / "ran")!r}, "w").close()\n'
    check_codemod(_write(tmp_path, source))
    assert not (tmp_path / "ran").exists()


MISTAKES = [
    ('name = "blank-range"', 'name = "blank"', "the module's is 'blank-range'"),
    ('name = "blank-range"', "name = NAME", "the name is not a literal"),
    ('    name = "blank-range"\n', "", 'asks for name = "blank-range"'),
    ("    title =", "    heading =", "no title"),
    ("    title =", "    titel =", "titel is no field of a codemod, did you mean title?"),
    ("    title =", "    limit = 3\n    title =", "a name of your own starts with _"),
    ("A range clause that names a value and throws it away", "  ", "title is empty"),
    ("Safety.SAFE", '"safe"', "safety is not one of"),
    ("gofixmap.codemod import", "gofixmap.engine import", "imports gofixmap.engine"),
    ("import re\n", "import re\nfrom gofixmap import model\n", "imports gofixmap.model"),
    ("import re\n", "import re\nfrom .other import x\n", "share code"),
    ('"comment": "a', '"Comment": "a', "decline id 'Comment'"),
    ('"comment": "a', '"unused": "b",\n        "comment": "a', "'unused' is never given"),
    ('"a comment stands between the two names, and it would be lost"', '""', "has no sentence"),
    ('(match, "comment", message)', '(match, "remark", message)', "declines for 'remark'"),
    ('rb",\\s*', 'rb"(', "not a regular expression"),
    ('rb",\\s*', 'rb"\\A', r"must not use \\A"),
    ('rb",\\s*(/[/*]|_\\b)', '",', "prefilter is not re.compile"),
    ("    needles", "    go_version = '2'\n    needles", "go_version is a language version"),
    ("    needles", "    order = 'first'\n    needles", "order is 'first'"),
    ("    needles", "    options = {'a': Option(1, '')}\n    needles", "option 'a' has no help"),
    ('match["blank"]', 'match["value"]', "no capture @value"),
    ("def rewrite", "def rewrites", "neither rewrite nor target"),
    ("(Codemod)", "(Base)", "no class derives"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES)
def test_mistakes(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in GOOD
    problems = check_codemod(_write(tmp_path, GOOD.replace(right, wrong)))
    assert any(message.replace("\\\\", "\\") in str(problem) for problem in problems), problems


def test_a_second_codemod_and_no_filter(tmp_path: Path) -> None:
    source = GOOD.replace("    needles", "    needle").replace("    prefilter", "    filter")
    problems = check_codemod(_write(tmp_path, source + "\n\nclass Other(Codemod):\n    pass\n"))
    assert [p.message for p in problems if "is no field" not in p.message] == [
        "neither needles nor prefilter: every file would be parsed",
        "a module holds one codemod, and Other is another one",
    ]


def test_what_looks_at_declarations_itself_needs_no_prefilter(tmp_path: Path) -> None:
    source = GOOD.replace("    needles", "    needle").replace("    prefilter", "    filter")
    own = (
        "    @staticmethod\n    def considers(declaration):\n        return True\n\n    def rewrite"
    )
    problems = check_codemod(_write(tmp_path, source.replace("    def rewrite", own, 1)))
    assert all("neither needles" not in problem.message for problem in problems)


def test_the_query_is_compiled(tmp_path: Path) -> None:
    problems = check_codemod(_write(tmp_path, GOOD, "; fine\n(range_clauses) @site\n"))
    assert [(Path(p.path).name, p.line) for p in problems] == [("blank_range.scm", 2)]


def test_the_query_is_missing(tmp_path: Path) -> None:
    problems = check_codemod(_write(tmp_path, GOOD, None))
    assert [p.message for p in problems] == [
        "no query: blank_range.scm is missing beside the module"
    ]


def test_ids_that_are_computed_are_not_held_against_it(tmp_path: Path) -> None:
    source = GOOD.replace('(match, "comment", message)', "(match, reason, message)")
    assert check_codemod(_write(tmp_path, source)) == []


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.py", "class (:\n", "not valid Python"),
        ("a.txt", "", "not a Python module"),
        ("b.py", None, "cannot read it"),
    ],
)
def test_what_is_no_module(tmp_path: Path, name: str, text: str | None, what: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=what):
        check_codemod(tmp_path / name)


def test_the_module_that_does_the_work_is_read_too(tmp_path: Path) -> None:
    head, method, body = GOOD.partition("    def rewrite")
    (tmp_path / "_blank_range.py").write_text(
        "from gofixmap.codemod import Fix\nfrom gofixmap.engine import run\n"
        "from my_codemods.blank_range import BlankRange\nfrom my_codemods.other import Other\n\n\n"
        f"class Work(BlankRange):\n{method}{body}".replace('"comment"', '"remark"').replace(
            'match["blank"]', 'match["value"]'
        )
    )
    work = '    work = "my_codemods._blank_range:Work"\n    title ='
    problems = check_codemod(_write(tmp_path, head.replace("    title =", work)))
    assert [Path(problem.path).name for problem in problems] == ["_blank_range.py"] * 4
    assert [problem.message.partition(" ")[2].partition(",")[0] for problem in problems] == [
        "gofixmap.engine; a codemod imports gofixmap.codemod and nothing else of gofixmap",
        "my_codemods.other; share code with other codemods through gofixmap.codemod",
        "query has no capture @value",
        "for 'remark'",
    ]

"""Fixes of go.mod and go.sum, held against Go with what needs them."""

from __future__ import annotations

from verify_trees import MakeTree

from gofixmap.model import Edit, Fix

MOD = "module example.com/v\n\ngo 1.21\n\nreplace example.org/lib => ./lib\n"
LIB = {"lib/go.mod": "module example.org/lib\n", "lib/lib.go": "package lib\n\nconst Two = 2\n"}
P = "package p\n\nfunc F() int { return 2 }\n"
CALLS = (
    ("p/p.go", "package p\n", 'package p\n\nimport "example.org/lib"\n'),
    ("p/p.go", "return 2", "return lib.Two"),
)
REQUIRES = ("go.mod", "go 1.21\n", "go 1.21\n\nrequire example.org/lib v1.0.0\n")
OTHER = ("q/q.go", "return 1", "return 3")
Q = "package q\n\nfunc Q() int { return 1 }\n"


def test_a_requirement_is_seen_by_go(tree: MakeTree) -> None:
    case = tree({"go.mod": MOD, **LIB, "p/p.go": P})
    result = case.verify(case.fix(*CALLS, REQUIRES))
    assert result.kept == result.proven == (0,)
    assert result.unproven == ()


def test_an_import_without_its_requirement_is_refused(tree: MakeTree) -> None:
    case = tree({"go.mod": MOD, **LIB, "p/p.go": P})
    result = case.verify(case.fix(*CALLS))
    assert [dropped.index for dropped in result.dropped] == [0]


def test_a_go_mod_that_go_does_not_take_is_refused_alone(tree: MakeTree) -> None:
    case = tree({"go.mod": MOD, **LIB, "p/p.go": P, "q/q.go": Q})
    wrong = ("go.mod", "go 1.21\n", "go 1.21\n\nrequire example.org/lib\n")
    result = case.verify(case.fix(*CALLS, wrong), case.fix(OTHER))
    assert result.kept == (1,)
    assert result.dropped[0].reason.startswith("go refuses it: go: ")
    assert result.dropped[0].path == "go.mod"


def test_a_module_that_is_not_in_the_cache_is_no_error(tree: MakeTree) -> None:
    case = tree({"go.mod": "module example.com/v\n\ngo 1.21\n", "p/p.go": P})
    requires = Edit("go.mod", 30, 30, "\nrequire example.org/lib v1.0.0\n")
    sums = "".join(f"example.org/lib v1.0.0{part} h1:{'A' * 43}=\n" for part in ("", "/go.mod"))
    edits = (*case.fix(*CALLS).edits, requires, Edit("go.sum", 0, 0, sums))
    result = case.verify(Fix("fix", edits))
    assert result.kept == (0,)
    assert result.proven == ()
    assert "is not in the module cache" in " ".join(each.reason for each in result.unproven)

"""Fixes proven by the compiler: which are kept, which are dropped, and with whose words."""

from __future__ import annotations

import os

import pytest
from verify_trees import MakeTree

from gofixmap.model import Edit, Fix
from gofixmap.verify import find_toolchain, verify_build
from gofixmap.verify.irregular import irregular
from gofixmap.workspace import Workspace

WRITES = """package p

type S struct{ X int }

func F(m map[string]S) {
	m["a"].X = 1
	m["b"].X = 2
}

func G() int { return 1 }
"""
USER = 'package q\n\nimport "example.com/v/p"\n\nfunc Q() int { return p.G() }\n'
GOOD = ("p/p.go", 'm["a"].X = 1', 'a := m["a"]\n\ta.X = 1\n\tm["a"] = a')
ALSO = ("p/p.go", 'm["b"].X = 2', 'b := m["b"]\n\tb.X = 2\n\tm["b"] = b')
BAD = ("p/p.go", 'm["b"].X = 2', 'b := m["b"]\n\tb.X = 2\n\tm["b"] = c')


def test_repairs_are_counted_and_importers_become_visible(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES, "q/q.go": USER})
    result = case.verify(case.fix(GOOD), case.fix(ALSO))
    assert result.kept == result.proven == (0, 1)
    assert result.repaired == 2
    assert result.packages == ("example.com/v/p", "example.com/v/q")
    assert result.unproven == ()
    assert result.toolchain.startswith("go1.")
    assert all(command.startswith("go list") for command in result.commands)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_pipes_and_links_that_are_called_go_files_are_hidden_from_go(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES, "q/q.go": USER})
    os.mkfifo(case.root / "p" / "pipe.go")
    os.mkfifo(case.root / "q" / "pipe_test.go")
    (case.root / "q" / "self.go").symlink_to("self.go")
    (case.root / "q" / "gone.go").symlink_to("nowhere")
    (case.root / "p" / "zero.go").symlink_to("/dev/zero")
    names = [path.removeprefix(f"{case.root}/") for path in irregular(case.root)]
    assert names == ["p/pipe.go", "p/zero.go", "q/gone.go", "q/pipe_test.go", "q/self.go"]
    result = case.verify(case.fix(GOOD), case.fix(ALSO))
    assert result.kept == result.proven == (0, 1)
    assert result.packages == ("example.com/v/p", "example.com/v/q")


def test_a_fix_that_breaks_the_build_is_dropped_alone(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES, "q/q.go": USER})
    result = case.verify(case.fix(GOOD), case.fix(BAD))
    assert result.kept == result.proven == (0,)
    (dropped,) = result.dropped
    assert dropped.reason == "the compiler refuses it: undefined: c (p/p.go:11)"
    assert (dropped.path, dropped.line) == ("p/p.go", 11)
    assert result.repaired == 1
    assert [each.package for each in result.unproven] == ["example.com/v/q"]


def test_an_error_far_from_any_edit_is_found_by_bisection(tree: MakeTree) -> None:
    lines = "".join(f"func f{n}() int {{ return {n} }}\n" for n in range(9))
    case = tree(
        {"p/p.go": f'package p\n\nimport "strings"\n\n{lines}\nvar s = strings.ToUpper("a")\n'}
    )
    fixes = [case.fix(("p/p.go", f"return {n} }}", f"return {n}0 }}")) for n in range(9)]
    fixes.insert(5, case.fix(("p/p.go", 'strings.ToUpper("a")', '"A"')))
    result = case.verify(*fixes)
    assert [dropped.index for dropped in result.dropped] == [5]
    assert '"strings" imported and not used (p/p.go:3)' in result.dropped[0].reason


def test_an_importer_and_its_tests_break(tree: MakeTree) -> None:
    test = 'package q_test\n\nimport "example.com/v/p"\n\nvar _ int = p.H()\n'
    case = tree(
        {
            "p/p.go": "package p\n\nfunc G() int { return 1 }\n\nfunc H() int { return 2 }\n",
            "q/q.go": USER,
            "q/x_test.go": test,
        }
    )
    breaks_user = case.fix(("p/p.go", "G() int { return 1", 'G() string { return "1"'))
    breaks_test = case.fix(("p/p.go", "H() int { return 2", 'H() string { return "2"'))
    harmless = case.fix(("q/q.go", "return p.G()", "return p.G() + 1"))
    result = case.verify(breaks_user, breaks_test, harmless)
    assert [dropped.index for dropped in result.dropped] == [0, 1]
    assert {dropped.path for dropped in result.dropped} == {"q/q.go", "q/x_test.go"}
    assert result.proven == (2,)


def test_fixes_that_are_sound_alone_but_not_together(tree: MakeTree) -> None:
    case = tree({"p/p.go": "package p\n\nfunc a() int { return 1 }\n\nfunc b() int { return 2 }\n"})
    renames = case.fix(("p/p.go", "func a() int", "func aa() int"))
    calls = case.fix(("p/p.go", "return 2", "return a()"))
    other = case.fix(("p/p.go", "return 1", "return 3"))
    result = case.verify(renames, calls, other)
    assert len(result.dropped) == 1
    assert 2 in result.kept


def test_the_innocent_neighbour_comes_back(tree: MakeTree) -> None:
    """Two fixes get an error each, but the second one's is the first one's fault."""
    case = tree({"p/p.go": "package p\n\nvar t int = 1\n\nfunc f() int { return t }\n"})
    retype = case.fix(("p/p.go", "var t int = 1", "var t string = 1"))
    uses = case.fix(("p/p.go", "return t", "return t + 0"))
    result = case.verify(retype, uses)
    assert result.kept == result.proven == (1,)
    assert [dropped.index for dropped in result.dropped] == [0]


def test_an_edit_that_two_fixes_share_stays_with_the_one_that_is_kept(tree: MakeTree) -> None:
    case = tree({"p/p.go": "package p\n\nfunc a() {}\n\nfunc b() {}\n"})
    head = ("p/p.go", "package p\n", 'package p\n\nimport "sync"\n')
    good = case.fix(head, ("p/p.go", "func a() {}", "func a() { var _ sync.Mutex }"))
    bad = case.fix(head, ("p/p.go", "func b() {}", "func b() { var _ sync.Mutexx }"))
    result = case.verify(bad, good)
    assert result.kept == result.proven == (1,)
    assert "undefined: sync.Mutexx" in result.dropped[0].reason


def test_errors_that_were_there_are_nobodys(tree: MakeTree) -> None:
    many = "".join(f"\tundefined{n}()\n" for n in range(15))
    case = tree({"p/p.go": WRITES + f"\nfunc broken() {{\n{many}}}\n"})
    result = case.verify(case.fix(GOOD), case.fix(BAD))
    assert result.kept == result.proven == (0,)
    assert result.repaired == 1
    assert "undefined: c" in result.dropped[0].reason


def test_errors_that_come_to_light_in_an_importer_are_nobodys(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES, "q/q.go": USER + "\nvar x int = nosuch\n"})
    result = case.verify(case.fix(GOOD), case.fix(ALSO))
    assert result.kept == (0, 1)
    assert result.dropped == ()
    (silent,) = result.unproven
    assert silent.package == "example.com/v/q"
    assert silent.reason.startswith("it could not be checked before")


def test_a_syntax_error_elsewhere_leaves_a_package_unproven(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES, "p/broken.go": "package p\n\nfunc {\n"})
    result = case.verify(case.fix(GOOD), case.fix(BAD))
    assert result.kept == (0, 1)
    assert result.proven == ()
    assert result.unproven[0].reason == "a syntax error hides all others: p/broken.go:3"


def test_a_fix_with_a_syntax_error_is_dropped(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES})
    result = case.verify(case.fix(GOOD), case.fix(("p/p.go", 'm["b"].X = 2', 'm["b"] = {')))
    assert result.kept == result.proven == (0,)
    assert "syntax error" in result.dropped[0].reason


def test_a_missing_dependency_is_said(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES.replace("type S", 'import _ "no.such/x"\n\ntype S')})
    result = case.verify(case.fix(GOOD))
    assert result.kept == (0,)
    assert result.proven == ()
    assert "no.such/x" in result.unproven[0].reason


def test_an_import_cycle_is_no_proof(tree: MakeTree) -> None:
    files = {
        "p/p.go": WRITES.replace("type S", 'import _ "example.com/v/q"\n\ntype S'),
        "q/q.go": USER,
    }
    case = tree(files)
    result = case.verify(case.fix(GOOD), case.fix(BAD))
    assert result.kept == (0, 1)
    assert result.proven == ()
    assert "import cycle" in " ".join(each.reason for each in result.unproven)


def test_a_fix_that_imports_what_is_not_there(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES})
    bad = case.fix(("p/p.go", "package p\n", 'package p\n\nimport _ "no.such/x"\n'))
    result = case.verify(case.fix(GOOD), bad)
    assert result.kept == result.proven == (0,)
    assert "no.such/x" in result.dropped[0].reason


def test_tests_with_a_missing_dependency_are_said_apart(tree: MakeTree) -> None:
    test = 'package p\n\nimport "no.such/x"\n\nvar _ = x.Y\n'
    case = tree({"p/p.go": WRITES, "p/p_test.go": test})
    result = case.verify(case.fix(GOOD), case.fix(BAD), case.fix(("p/p_test.go", "x.Y", "x.Z")))
    assert result.kept == (0, 2)
    assert result.proven == (0,)
    assert result.unproven[0].package == "example.com/v/p, its tests"
    assert "no.such/x" in result.unproven[0].reason


def test_files_for_another_system_are_built_for_it(tree: MakeTree) -> None:
    case = tree(
        {
            "p/p.go": "package p\n",
            "p/p_plan9.go": "package p\n\nfunc W() int { return 1 }\n",
            "p/tagged.go": "//go:build integration\n\npackage p\n\nfunc T() int { return 1 }\n",
        }
    )
    bad = case.fix(("p/p_plan9.go", "return 1", 'return "1"'))
    good = case.fix(("p/p_plan9.go", "func W()", "func V()"))
    tagged = case.fix(("p/tagged.go", "return 1", "return nosuch"))
    result = case.verify(bad, good, tagged)
    assert result.kept == result.proven == (1,)
    assert [d.path for d in result.dropped] == ["p/p_plan9.go", "p/tagged.go"]


def test_a_program_beside_a_package(tree: MakeTree) -> None:
    program = "//go:build ignore\n\npackage main\n\nfunc main() { println(1) }\n"
    case = tree({"p/p.go": "package p\n", "p/gen.go": program})
    good = case.fix(("p/gen.go", "println(1)", "println(2)"))
    bad = case.fix(("p/gen.go", "func main()", "var x int = nosuch\n\nfunc main()"))
    result = case.verify(good, bad)
    assert result.kept == result.proven == (0,)


def test_a_directory_without_a_module(tree: MakeTree) -> None:
    case = tree({"go.mod": "", "p.go": WRITES})
    change = [(path.removeprefix("p/"), old, new) for path, old, new in (GOOD, BAD)]
    result = case.verify(case.fix(change[0]), case.fix(change[1]))
    assert result.kept == result.proven == (0,)
    assert result.repaired == 1


def test_modules_of_a_workspace_and_beside_it(tree: MakeTree) -> None:
    case = tree(
        {
            "go.mod": "",
            "go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n",
            "a/go.mod": "module example.com/a\n\ngo 1.21\n",
            "a/a.go": "package a\n\nfunc A() int { return 1 }\n",
            "b/go.mod": "module example.com/b\n\ngo 1.21\n",
            "b/b.go": 'package b\n\nimport "example.com/a"\n\nvar B int = a.A()\n',
            "c/go.mod": "module example.com/c\n\ngo 1.21\n",
            "c/c.go": "package c\n\nfunc C() int { return 1 }\n",
        }
    )
    breaks_b = case.fix(("a/a.go", "A() int { return 1", 'A() string { return "1"'))
    breaks_c = case.fix(("c/c.go", "return 1", "return nosuch"))
    result = case.verify(breaks_b, breaks_c)
    assert [dropped.path for dropped in result.dropped] == ["b/b.go", "c/c.go"]


def test_carriage_returns_and_marks(tree: MakeTree) -> None:
    case = tree({"p/p.go": "\ufeff" + WRITES.replace("\n", "\r\n")})
    good, bad = ((p, old, new.replace("\n", "\r\n")) for p, old, new in (GOOD, BAD))
    result = case.verify(case.fix(good), case.fix(bad))
    assert result.kept == result.proven == (0,)
    assert result.dropped[0].line == 11


def test_an_unsaved_buffer_is_the_baseline(tree: MakeTree) -> None:
    case = tree({"p/p.go": "package p\n"})
    at = WRITES.index('m["a"].X = 1')
    fix = Fix("fix", (Edit("p/p.go", at, at + len('m["a"].X = 1'), "a := m\n\t_ = a"),))
    result = case.verify(fix, overlay={"p/p.go": WRITES.encode()})
    assert result.proven == (0,)
    assert result.repaired == 1


def test_a_module_that_is_too_new(tree: MakeTree) -> None:
    case = tree({"go.mod": "module example.com/v\n\ngo 1.99\n", "p/p.go": WRITES})
    result = case.verify(case.fix(GOOD))
    assert result.kept == (0,)
    assert result.proven == ()
    assert "asks for Go 1.99" in result.skipped


def test_a_broken_go_mod(tree: MakeTree) -> None:
    case = tree({"go.mod": "module example.com/v\n\ngo 1.21\n\nnonsense\n", "p/p.go": WRITES})
    result = case.verify(case.fix(GOOD))
    assert result.proven == ()
    assert "nonsense" in result.skipped


def test_without_a_toolchain(tree: MakeTree, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tree({"p/p.go": WRITES})
    monkeypatch.setattr("gofixmap.verify.toolchain._roots", lambda: iter(()))
    assert find_toolchain() is None
    result = verify_build(Workspace.open([case.root]), [case.fix(GOOD)])
    assert result.kept == (0,)
    assert "no Go toolchain was found" in result.skipped


def test_time_is_limited(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES})
    workspace = Workspace.open([case.root])
    result = verify_build(workspace, [case.fix(GOOD)], toolchain=case.toolchain, seconds=0.0)
    assert result.kept == (0,)
    assert result.proven == ()
    assert "time limit" in result.skipped


def test_nothing_to_prove(tree: MakeTree) -> None:
    case = tree({"p/p.go": WRITES})
    assert case.verify().kept == ()

"""What evidence names is asked about as targets are, and the best offer wins."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ClassVar

import pytest
from engine_toys import tree

from gofixmap.codemod import Codemod, Context, Edit, Finding, Fix, Match, Safety, Symbol
from gofixmap.engine import Request, run
from gofixmap.errors import UsageError
from gofixmap.evidence import Creation, Frame, RaceAccess, RaceReport
from gofixmap.model import RunResult, Status
from gofixmap.registry import Registry

SOURCE = """package m

var hits int

var misses int

func Add() {
	hits++
	misses++
}

func Sum() int {
	return hits + 1
}

func Twice() {
	n := 0
	go func() { n++ }()
	n++
	{
		n := 1
		go func() { n++ }()
		n++
	}
}
"""


class Renames(Codemod):
    """Offers to rename what it is asked about."""

    safety = Safety.TARGET
    query = "(comment) @none"
    suffix: ClassVar[str]
    own_rank: ClassVar[int]
    evidence: ClassVar[tuple[str, ...]] = ("race",)
    declines: ClassVar = {"no": "it does not want to"}

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        name = symbol.name + self.suffix
        fix = Fix(f"to {name}", (Edit(symbol.path, symbol.span.start, symbol.span.end, name),))
        known = len(context.races_of(symbol))
        yield context.finding(symbol, f"{known} races", fix=fix, rank=self.own_rank)


class Lock(Renames):
    name = "lock"
    suffix = "Locked"
    own_rank = 40


class Counter(Renames):
    name = "counter"
    suffix = "Counter"
    own_rank = 30


class Deaf(Renames):
    name = "deaf"
    suffix = "Deaf"
    own_rank = 1
    evidence = ()


class Refuses(Renames):
    name = "refuses"
    own_rank = 10
    suffix = ""

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        yield context.decline(symbol, "no", "asked", rank=10)


class OnlyVariables(Renames):
    name = "only-variables"
    suffix = "Var"
    own_rank = 20

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        return super().target(symbol, context) if symbol.kind == "var" else ()


REGISTRY = Registry((Lock, Counter, Deaf, Refuses))


def report(write: int, read: int, functions: tuple[str, str] = ("Add", "Sum")) -> RaceReport:
    sides = [
        RaceAccess(kind, False, number, (Frame(f"example.com/m.{name}", "/x/m/m.go", line),))
        for kind, number, name, line in (
            ("write", 7, functions[0], write),
            ("read", 8, functions[1], read),
        )
    ]
    return RaceReport(*sides, (Creation(7, ()), Creation(8, ())))


def go(root: Path, *reports: RaceReport, **more: object) -> RunResult:
    settings: dict[str, object] = {"paths": (root,), "jobs": 1, "reports": reports, **more}
    return run(Request(**settings), registry=REGISTRY)  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tree(tmp_path, {"m.go": SOURCE})


def test_without_evidence_nobody_is_asked(root: Path) -> None:
    assert go(root).findings == ()


def test_the_smallest_rank_with_a_fix_wins(root: Path) -> None:
    result = go(root, report(8, 13))
    (finding,) = result.findings
    assert (finding.codemod, finding.status) == ("counter", Status.FIXED)
    assert b"var hitsCounter int" in result.after["m.go"]


def test_a_finding_cites_its_reports(root: Path) -> None:
    (finding,) = go(root, report(8, 13)).findings
    (evidence,) = finding.evidence
    assert evidence.kind == "race"
    assert evidence.detail == "write at m.go:8, read at m.go:13"


def test_all_offers_are_kept_where_alternatives_are_wanted(root: Path) -> None:
    result = go(root, report(8, 13), alternatives=True, apply=False)
    assert sorted(f.codemod for f in result.findings) == ["counter", "lock", "refuses"]


def test_declines_are_kept_where_nothing_is_offered(root: Path) -> None:
    result = go(root, report(8, 13), select=("refuses",))
    assert [finding.reason_id for finding in result.findings] == ["no"]


def test_a_check_shows_the_best_offer_too(root: Path) -> None:
    result = go(root, report(8, 13), apply=False)
    assert [finding.codemod for finding in result.findings] == ["counter"]


def test_several_offers_for_a_target_are_still_for_the_user_to_choose(root: Path) -> None:
    with pytest.raises(UsageError, match="several codemods offer"):
        go(root, report(8, 13), targets=("hits",))


def test_a_selected_target_with_evidence_is_asked_once(root: Path) -> None:
    result = go(root, report(8, 13), targets=("hits",), select=("lock",))
    (finding,) = result.findings
    assert (finding.codemod, finding.message) == ("lock", "1 races")
    assert finding.evidence


def test_what_a_fix_has_settled_is_not_asked_about_again(root: Path) -> None:
    result = go(root, report(8, 13), select=("lock",))
    assert b"hitsLocked" in result.after["m.go"]
    assert b"hitsLockedLocked" not in result.after["m.go"]


def test_locals_of_one_name_are_told_apart(root: Path) -> None:
    inner = report(23, 22, ("Twice", "Twice.func2"))
    result = go(root, inner, select=("lock",))
    assert b"nLocked := 1" in result.after["m.go"]
    assert b"\tn := 0" in result.after["m.go"]


def test_workers_get_plain_data(root: Path) -> None:
    assert go(root, report(8, 13), jobs=2).findings


def test_a_report_that_leads_to_nothing_is_told(root: Path) -> None:
    result = go(root, report(400, 500, ("Gone", "Gone")))
    (sentence,) = result.unused_evidence
    assert (
        sentence == "write at /x/m/m.go:400, read at /x/m/m.go:500: no frame of it is in this code"
    )


def test_a_report_outside_of_the_paths_is_told(root: Path) -> None:
    tree(root, {"other/o.go": "package other\n"})
    result = go(root, report(8, 13), paths=(root / "other",))
    (sentence,) = result.unused_evidence
    assert "m.go is outside of the given paths" in sentence


def test_a_value_that_holds_the_variable_is_asked_about_where_nothing_else_helps(
    tmp_path: Path,
) -> None:
    source = """package m

type state struct{ hits int }

var now state

func Add() {
	now.hits++
}
"""
    root = tree(tmp_path, {"m.go": source})
    race = report(8, 8, ("Add", "Add"))
    (finding,) = go(root, race, select=("lock",)).findings
    assert finding.symbol == "example.com/m.state.hits"
    result = run(
        Request(paths=(root,), jobs=1, reports=(race,)), registry=Registry((OnlyVariables, Refuses))
    )
    fixed = [f.symbol for f in result.findings if f.status is Status.FIXED]
    assert fixed == ["example.com/m.now"]
    assert b"hitsVar" not in result.after["m.go"]


class Told(Lock):
    """A rewrite that only a worker runs, and that knows of the race all the same."""

    name = "told"
    query = '(function_declaration name: (identifier) @name (#eq? @name "Sum")) @site'

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        races = context.races_of("example.com/m.hits")
        yield context.decline(match, "no", f"{len(races)} races", symbol="example.com/m.Sum")


def test_reports_reach_worker_processes(root: Path) -> None:
    request = Request(paths=(root,), jobs=2, reports=(report(8, 13),), apply=False)
    context = multiprocessing.get_context("fork")
    result = run(
        request,
        registry=Registry((Told,)),
        executor=lambda jobs: ProcessPoolExecutor(jobs, context),
    )
    assert {finding.message for finding in result.findings} == {"1 races"}
    assert {finding.fix is None for finding in result.findings} == {True, False}


def test_a_variable_whose_declaration_another_fix_rewrites_is_asked_again(tmp_path: Path) -> None:
    source = """package m

type pair struct {
\tlow, high int
}

func (p *pair) Add() {
\tp.low++
\tp.high++
}
"""
    root = tree(tmp_path, {"m.go": source})
    races = [report(line, line, ("(*pair).Add", "(*pair).Add")) for line in (8, 9)]
    result = run(Request(paths=(root,), jobs=1, reports=tuple(races)), registry=Registry((Splits,)))
    assert [f.symbol for f in result.findings if f.status is Status.FIXED] == [
        "example.com/m.pair.low",
        "example.com/m.pair.high",
    ]
    assert b"\tlow  int // done\n\thigh int // done\n" in result.after["m.go"]


class Splits(Lock):
    """Rewrites the whole field declaration, so that fixes of two of its names meet."""

    name = "splits"

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        declaration = context.workspace.file(symbol.path).declarations[0]
        node = declaration.node.descendant_for_byte_range(symbol.span.start, symbol.span.end).parent
        names = [child.text.decode() for child in node.children_by_field_name("name")]
        text = "\n\t".join(
            f"{name:4} int" + (" // done" if name == symbol.name else "")
            for name in names
            if name != ","
        )
        edit = Edit(symbol.path, node.start_byte, node.end_byte, text)
        yield context.finding(symbol, "two names", fix=Fix("split", (edit,)), rank=40)

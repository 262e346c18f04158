"""Which fixes a hunk is of: near misses, shared and joined changes, and every golden case."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import pytest
from msgspec.structs import replace

from gofixmap.edits import apply_edits, by_path, rewrite
from gofixmap.model import Edit, Finding, Fix, RunResult, Safety, Status
from gofixmap.patch import apply_patch, changes_of, labels_of, parse
from gofixmap.patch.stat import fixes_in, fixes_of
from gofixmap.reports.text import apply_summary
from gofixmap.review.headings import named_patch
from gofixmap.review.places import Owners, places
from gofixmap.review.units import Unit, units_of
from gofixmap.text import Span

LINES = [f"line {number}\n" for number in range(40)]
DATA = "".join(LINES).encode()


def at(line: int, column: int = 0) -> int:
    return sum(map(len, LINES[:line])) + column


def change(line: int, text: str = "new", path: str = "a.go") -> Edit:
    """Another word for the first one of a line."""
    return Edit(path, at(line), at(line, 4), text)


def unit(codemod: str, *edits: Edit) -> Unit:
    return Unit(Fix("a title", edits), (), (codemod,))


def headings(units: Sequence[Unit], before: Mapping[str, bytes] | None = None) -> list[str]:
    before = before or {"a.go": DATA}
    edits = by_path(unit.fix for unit in units)
    after = {path: rewrite(data, edits.get(path, ())) for path, data in before.items()}
    named = named_patch(before, after, units)
    assert apply_patch(parse(named.patch.render()), before.__getitem__) == {
        path: data for path, data in after.items() if data != before[path]
    }
    return [hunk.heading for file in named.patch for hunk in file.hunks]


def test_numbers_follow_the_patch_not_the_findings() -> None:
    one, two = unit("late", change(30)), unit("early", change(3))
    assert headings([one, two]) == ["early#1", "late#2"]


def test_a_fix_of_many_places_has_one_number() -> None:
    wide = unit("wide", change(3), change(30))
    assert headings([wide, unit("other", change(16))]) == ["wide#1", "other#2", "wide#1"]


def test_changes_apart_in_one_hunk_are_told_apart() -> None:
    assert headings([unit("a", change(3)), unit("b", change(6))]) == ["a#1; b#2"]


def test_what_two_fixes_replace_in_a_line_goes_together_everywhere() -> None:
    other = Edit("a.go", at(3, 5), at(3, 6), "x")
    assert headings([unit("a", change(3), change(30)), unit("b", other)]) == [
        "a#1, b#2",
        "a#1, b#2",
    ]


def test_lines_whose_border_no_diff_can_show_go_together() -> None:
    removed = Edit("a.go", at(4), at(5), "")
    assert headings([unit("a", change(5)), unit("b", removed)]) == ["a#1, b#2"]
    inserted = Edit("a.go", at(4), at(4), "new\n")
    assert headings([unit("a", change(3)), unit("b", inserted)]) == ["a#1, b#2"]


def test_neighbouring_lines_of_two_fixes_are_two_changes() -> None:
    units = [unit("a", change(3, "one\ntwo"), change(30)), unit("b", change(4))]
    assert headings(units) == ["a#1; b#2", "a#1"]
    inserted = Edit("a.go", at(4), at(4), "new\n")
    assert headings([unit("a", change(4)), unit("b", inserted)]) == ["b#1; a#2"]


@pytest.mark.parametrize("tool", [["git", "apply", "-"], ["patch", "-p1"]], ids=["git", "patch"])
def test_tools_take_neighbours_in_that_order(tool: list[str], tmp_path: Path) -> None:
    units = [unit(f"codemod-{line}", change(line, "one\ntwo")) for line in (0, 1, 2, 38, 39)]
    before = {"a.go": DATA.removesuffix(b"\n")}
    edits = [edit for each in units for edit in each.fix.edits]
    after = {"a.go": rewrite(before["a.go"], edits)}
    patch = named_patch(before, after, units).patch
    assert patch.files[0].hunks[0].heading == "codemod-0#1; codemod-1#2; codemod-2#3"
    (tmp_path / "a.go").write_bytes(before["a.go"])
    subprocess.run(tool, cwd=tmp_path, input=patch.render(), check=True, capture_output=True)
    assert (tmp_path / "a.go").read_bytes() == after["a.go"]


def test_neighbouring_lines_of_one_fix_are_one_change() -> None:
    units = [unit("a", change(3), change(4))]
    after = rewrite(DATA, units[0].fix.edits)
    patch = named_patch({"a.go": DATA}, {"a.go": after}, units).patch
    assert [line.kind for line in patch.files[0].hunks[0].lines] == list("   --++   ")


def test_the_lines_of_one_fix_stand_before_those_of_the_next() -> None:
    units = [unit("a", change(3, "one\ntwo")), unit("b", change(4))]
    after = rewrite(DATA, [edit for each in units for edit in each.fix.edits])
    patch = named_patch({"a.go": DATA}, {"a.go": after}, units).patch
    changed = [line for line in patch.files[0].hunks[0].lines if line.kind != " "]
    assert [line.kind + line.text.decode() for line in changed] == [
        "-line 3\n",
        "+one\n",
        "+two 3\n",
        "-line 4\n",
        "+new 4\n",
    ]


def test_neighbours_that_are_not_joined_by_it() -> None:
    """A line lies between them, or they lie in different hunks."""
    units = [unit("a", change(3)), unit("b", change(5)), unit("c", change(20), change(30))]
    assert headings(units) == ["a#1; b#2", "c#3", "c#3"]


def test_an_equal_edit_is_shared_and_joins_nobody() -> None:
    imported = Edit("a.go", 0, 0, 'import "sync"\n')
    units = [unit("a", imported, change(10)), unit("b", imported, change(30))]
    assert headings(units) == ["a#1, b#2", "a#1", "b#2"]


def test_a_unit_of_two_codemods() -> None:
    both = Unit(Fix("a title", (change(3),)), (), ("map-mutex", "nil-map"))
    assert headings([both, unit("b", change(30))]) == ["map-mutex#1, nil-map#1", "b#2"]


def lines(before: bytes, edits: Mapping[Edit, Owners]) -> list[tuple[int, int, int, int]]:
    """The lines of the places of some edits; what they make is the new file."""
    found = places(before, apply_edits(before, list(edits)), edits)
    return [place.code[1:] for place in found]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_an_insertion_behind_a_line_is_not_of_that_line(ending: bytes) -> None:
    data = DATA.replace(b"\n", ending)
    end = data.index(b"line 3") + 6
    edit = Edit("a.go", end, end, f"{ending.decode()}more")
    assert lines(data, {edit: frozenset({0})}) == [(4, 4, 4, 5)]


def test_two_edits_in_one_line_belong_together() -> None:
    edits = {change(3): frozenset({0}), Edit("a.go", at(3, 5), at(3, 6), "x"): frozenset({1})}
    (place,) = places(DATA, apply_edits(DATA, list(edits)), edits)
    assert place.owners == {frozenset({0}), frozenset({1})}


def test_a_long_edit_is_only_of_the_lines_that_it_changes() -> None:
    text = "".join(LINES[2:20]).replace("line 9\n", "nine\n")
    assert lines(DATA, {Edit("a.go", at(2), at(20), text): frozenset({0})}) == [(9, 10, 9, 10)]


def test_an_edit_that_changes_nothing_has_no_place() -> None:
    edit = Edit("a.go", at(2), at(3), LINES[2])
    assert lines(DATA, {edit: frozenset({0})}) == []
    assert headings([unit("a", edit)]) == []


@pytest.mark.parametrize("data", [b"one\ntwo\n", b"one\ntwo"])
def test_at_the_end_of_a_file(data: bytes) -> None:
    edit = Edit("a.go", len(data), len(data), "three\n")
    assert lines(data, {edit: frozenset({0})})[-1][1] == 2


def test_a_change_that_no_edit_has_made_is_of_the_nearest() -> None:
    """Such as a struct's other fields, which gofmt aligns anew."""
    edits = {change(3): frozenset({0}), change(20): frozenset({1})}
    after = apply_edits(DATA, list(edits)).replace(b"line 7\n", b"7\n").replace(b"new 4", b"4")
    owners = [place.owners for place in places(DATA, after, edits)]
    assert owners == [{frozenset({0})}, {frozenset({0})}, {frozenset({1})}]


def test_lines_beside_an_edit_that_change_with_it_are_of_it() -> None:
    before = {"a.go": b"package a\n\ntype t struct {\n\ta int\n\tb int\n}\n\nvar x = 1\n"}
    end = before["a.go"].index(b"a int") + 5
    field = Edit("a.go", end, end, "\n\tlonger int")
    assert headings([unit("a", field)], before) == ["a#1"]


def test_what_is_no_text_is_told_apart_by_nobody() -> None:
    data = DATA.replace(b"line 7", b"\xff\xfe 7")
    edits = {change(3): frozenset({0}), Edit("a.go", 0, 0, "x"): frozenset({1})}
    after = apply_edits(data, list(edits)).replace(b"\xff\xfe 7\n", b"\xff 7\n")
    assert {place.owners for place in places(data, after, edits)} == {
        frozenset({frozenset({0}), frozenset({1})})
    }


def test_an_insertion_that_difflib_would_show_elsewhere() -> None:
    before = {"a.go": b"{\n\tx\n}\n\n{\n\tx\n}\n"}
    units = [unit("a", Edit("a.go", 8, 8, "\n{\n\ty\n}\n"))]
    assert headings(units, before) == ["a#1"]


def test_a_patch_of_new_files_and_prefixes() -> None:
    units = [unit("cache", Edit("go.sum", 0, 0, "a v1\n"), change(3))]
    after = {"a.go": rewrite(DATA, [change(3)]), "go.sum": b"a v1\n"}
    named = named_patch({"a.go": DATA}, after, units, "sub/")
    assert [file.path for file in named.patch] == ["sub/a.go", "sub/go.sum"]
    assert [h.heading for file in named.patch for h in file.hunks] == ["cache#1", "cache#1"]


def test_units_are_what_was_applied_each_once() -> None:
    edits = (change(3),)

    def finding(codemod: str, status: Status, fix: Fix | None) -> Finding:
        return Finding(codemod, "m", "a.go", Span(0, 1), "s", Safety.SAFE, status, fix=fix)

    found = units_of(
        [
            finding("b", Status.FIXED, Fix("two", edits, notes=("look",))),
            finding("a", Status.FIXED, Fix("one", edits, notes=("look",))),
            finding("a", Status.FIXABLE, Fix("one", (change(9),))),
            finding("a", Status.DECLINED, None),
        ]
    )
    assert [(u.codemods, u.title, u.notes) for u in found] == [(("a", "b"), "two; one", ("look",))]


def test_every_change_of_a_real_patch_is_named(shop_patch: bytes) -> None:
    hunks = [hunk for file in parse(shop_patch) for hunk in file.hunks]
    assert len(hunks) > 10
    for hunk in hunks:
        assert len(labels_of(hunk)) == len(list(changes_of(hunk)))
    numbers = [int(label.rpartition("#")[2]) for h in hunks for label in chain(*labels_of(h))]
    first_seen = list(dict.fromkeys(numbers))
    assert first_seen == list(range(1, len(first_seen) + 1))


def test_the_summary_and_the_table_count_what_the_headings_number(
    shop: RunResult, shop_patch: bytes
) -> None:
    """One that three findings share is one everywhere."""
    (first, *_) = fixed = [each for each in shop.findings if each.status is Status.FIXED]
    shared = replace(shop, findings=(*shop.findings, first, replace(first, codemod="another")))
    patch = named_patch(shared.before, shared.after, units_of(shared.findings)).patch
    for result, parsed in ((shop, parse(shop_patch)), (shared, patch)):
        count = fixes_in(parsed).split(" in ")[0]
        assert count == f"{len(fixed)} fixes"
        assert apply_summary(result, written=True)[0].startswith(f"{count} ")
    assert f" of {len(fixed) + 2} findings changed " in apply_summary(shared, written=True)[0]
    assert sum(fixes_of(patch).values()) == len(fixed) + 1

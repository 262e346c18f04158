"""Where the findings of one version of a file lie in the next."""

from __future__ import annotations

import random

import pytest

from gofixmap.engine.moves import Move, units
from gofixmap.model import Edit, Evidence, Finding, Fix, Safety, Status
from gofixmap.syntax.source import SourceFile
from gofixmap.text import Span

BEFORE = """package a

import "fmt"

// one says hello.
func one() { // first
	fmt.Println("hello")
} //nolint:all

var two = 2; var three = 3

func four() {}
"""


def file(text: str) -> SourceFile:
    return SourceFile("a.go", text.encode())


def move(after: str, before: str = BEFORE) -> Move:
    return Move(file(before), file(after))


def span(needle: str, text: str = BEFORE) -> Span:
    start = text.encode().index(needle.encode())
    return Span(start, start + len(needle.encode()))


def finding(needle: str, **more: object) -> Finding:
    plain = Finding("c", "m", "a.go", span(needle), "a.f", Safety.SAFE, Status.FIXABLE)
    return Finding(**{**{n: getattr(plain, n) for n in plain.__struct_fields__}, **more})  # type: ignore[arg-type]


def test_units_cover_the_file_and_keep_the_rest_of_a_line() -> None:
    found = units(file(BEFORE))
    assert [BEFORE.encode()[u.start : u.end].decode() for u in found] == [
        'package a\n\nimport "fmt"\n',
        BEFORE[BEFORE.index("\n// one") : BEFORE.index("\nvar two")],
        "\nvar two = 2; var three = 3\n",
        "\nfunc four() {}\n",
    ]
    assert [len(unit.declarations) for unit in found] == [1, 1, 2, 1]


@pytest.mark.parametrize(
    "text", ["", "package a", "package a\n// end", "func", "\ufeffpackage a\n"]
)
def test_units_of_odd_files_cover_them(text: str) -> None:
    found = units(file(text))
    assert "".join(text.encode()[u.start : u.end].decode() for u in found) == text


def test_what_follows_a_change_moves() -> None:
    after = BEFORE.replace('"hello"', '"hello, world"')
    moved = move(after)
    assert moved.span(span("four")) == span("four", after)
    assert moved.span(span("import")) == span("import")
    assert moved.span(span("Println")) is None
    assert [each.names for each in moved.fresh] == [("one",)]


def test_a_change_of_what_is_written_above_is_one_of_the_declaration() -> None:
    moved = move(BEFORE.replace("// one says", "//gofixmap:ignore\n// one says"))
    assert [each.names for each in moved.fresh] == [("one",)]


def test_a_change_of_the_comment_behind_is_one_of_the_declaration() -> None:
    moved = move(BEFORE.replace(" //nolint:all", ""))
    assert [each.names for each in moved.fresh] == [("one",)]


def test_declarations_that_change_places_stay() -> None:
    one, four = BEFORE[BEFORE.index("// one") : BEFORE.index("var two")], "func four() {}\n"
    after = BEFORE.replace(four, "").replace(one, f"{four}\n{one}")
    assert move(after).span(span("hello")) == span("hello", after)


def test_of_two_equal_declarations_each_is_used_once() -> None:
    before = 'package a\n\nimport "x"\n\nvar _ = 1\n\nvar _ = 1\n'
    moved = move(before.replace('"x"\n', '"x"\n\nvar x = 2\n'), before)
    first, second = before.index("var _"), before.rindex("var _")
    places = {moved.span(Span(first, first + 5)), moved.span(Span(second, second + 5))}
    assert len(places) == 2
    assert [each.names for each in moved.fresh] == [("x",)]


def test_a_fix_with_an_edit_in_what_has_changed_is_torn() -> None:
    fix = Fix("t", (Edit("a.go", span("four").start, span("four").end, "five"),))
    both = Fix("t", (*fix.edits, Edit("a.go", span("hello").start, span("hello").end, "x")))
    after = BEFORE.replace("hello", "hallo")
    moved, torn = (
        move(after).finding(finding("four", fix=fix)),
        move(after).finding(finding("four", fix=both)),
    )
    assert moved is not None
    assert torn is not None
    assert (moved.torn, moved.finding.fix) == (False, fix)
    assert (torn.torn, torn.finding.fix) == (True, None)


def test_edits_of_other_files_stay_where_they_are() -> None:
    fix = Fix("t", (Edit("b.go", 1, 2, "x"),), sections=frozenset({("b.go", 1, 2)}))
    moved = move(BEFORE.replace("hello", "hello, you")).finding(finding("four", fix=fix))
    assert moved is not None
    assert moved.finding.fix == fix


def test_claims_and_line_numbers_move() -> None:
    after = BEFORE.replace("import", "\n\nimport")
    at = BEFORE.index("func one")
    fix = Fix(
        "t",
        (Edit("a.go", at, at, ""),),
        claims=frozenset({f"a.go:{at}", f"a.go:{at}: x", "import"}),
    )
    moved = move(after).finding(
        finding(
            "hello",
            fix=fix,
            message="line 7 writes, see line 900 of 7",
            evidence=(Evidence("race", "at line 6", "a.go", span("four")),),
        )
    )
    assert moved is not None
    assert moved.finding.message == "line 9 writes, see line 900 of 7"
    assert moved.finding.evidence[0].detail == "at line 8"
    assert moved.finding.evidence[0].span == span("four", after)
    assert moved.finding.fix is not None
    assert moved.finding.fix.claims == {f"a.go:{at + 2}", f"a.go:{at + 2}: x", "import"}


def test_a_finding_beside_a_change_in_its_declaration_is_loose() -> None:
    after = BEFORE.replace("() { // first", "(n int) { // first")
    moved = move(after).finding(finding("hello"))
    assert moved is not None
    assert moved.loose
    assert moved.finding.span == span("hello", after)
    assert move(BEFORE.replace("hello", "hollo")).finding(finding("hello")) is None


def test_random_changes_keep_the_text_under_what_moves() -> None:
    chance = random.Random(7)
    data = BEFORE.encode()
    for _ in range(300):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 0, 1, 30)))
        new = data[:start] + chance.choice((b"", b"x", b"\n", b"}", b"`", b"/*")) + data[end:]
        moved = Move(SourceFile("a.go", data), SourceFile("a.go", new))
        for at in range(0, len(data), 7):
            was = Span(at, min(at + 3, len(data)))
            for now in (moved.span(was), moved.loose_span(was)):
                assert now is None or now.of(new) == was.of(data)

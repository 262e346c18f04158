"""What the text of a package tells of its fields and variables: a no has to be certain."""

from __future__ import annotations

import time

import pytest
from gofixmap_codemods._package_names import HOLDER, MAP, METHODS, OWNER, Names

from gofixmap.codemod import lifetime
from gofixmap.syntax.source import SourceFile

ANY = MAP | OWNER | HOLDER
OTHERS = """
type C struct{ n int }

func (c *C) Close() error { return nil }

type loop struct{ *loop }

type locked struct{ sync.Mutex }

type (
	list   []int
	byID   map[int]int
	conns  map[string]*C
	again  = conns
	closer interface{ Close() }
	embeds interface{ closer }
	plain  interface{ Len() int }
	wraps  struct{ *C }
	deep   struct{ wraps }
	other  struct{ io.Reader }
	unit   struct{}
	of[T any] struct {
		inner T
	}
)
"""
FIELDS = [
    ("f int", 0),
    ("f []map[string]int", 0),
    ("f [4]*C", 0),
    ("f func() map[string]int", 0),
    ("f map[string]int", MAP),
    ("f map[list]byID", MAP),
    ("f map[[2]int]*C", MAP | HOLDER),
    ("f map[a[int]]*C", MAP | HOLDER),
    ("f map[string]chan struct{}", MAP | HOLDER),
    ("f byID", MAP),
    ("f conns", MAP | HOLDER),
    ("f again", MAP | HOLDER),
    ("f list", 0),
    ("f *list", 0),
    ("f *C", OWNER),
    ("f C", 0),
    ("f *wraps", OWNER),
    ("f *deep", OWNER),
    ("f *loop", 0),
    ("f *locked", 0),
    ("f *other", OWNER),
    ("f closer", OWNER),
    ("f embeds", OWNER),
    ("f interface{ Stop() }", OWNER),
    ("f any", 0),
    ("f chan struct{}", OWNER),
    ("f chan<- struct{}", OWNER),
    ("f <-chan struct{}", 0),
    ("f chan unit", OWNER),
    ("f chan int", 0),
    ("f chan *C", 0),
    ("f context.CancelFunc", ANY),
    ("f *os.File", OWNER),
    ("f sync.Mutex", 0),
    ("f *sync.Cond", 0),
    ("f *time.Time", 0),
    ("f *time.Timer", OWNER),
    ("f map[string]*time.Timer", MAP | HOLDER),
    ("f unknown", ANY),
    ("f *unknown", OWNER),
    ("f (map[string]int)", ANY),
    ("e, f, g map[string]int", MAP),
    ("e,\n\tf map[string]int", MAP),
    ("n int; f map[string]int", MAP),
    ("n struct {\n\t\tf map[string]int\n\t}", MAP),
    ("f int // map[string]int", 0),
    ("f /* so */ map[string]int", MAP),
    ("f T", ANY),
    ("g int", ANY),
]


def kinds(code: str, name: str = "f", path: str = "a.go") -> int:
    return Names([SourceFile(path, f"package a\n\n{code}\n{OTHERS}".encode())]).kinds(name.encode())


@pytest.mark.parametrize(("field", "expected"), FIELDS)
def test_fields(field: str, expected: int) -> None:
    assert kinds(f"type S struct {{\n\t{field}\n}}") == expected


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("var f map[string]int", MAP),
        ("var f = make(map[string]*C)", MAP | HOLDER),
        ("var f = map[string]int{}", MAP),
        ("var f = []int{1}", 0),
        ("var f = []M{m}[0]", ANY),
        ("var f = 1", 0),
        ("var f = g()", ANY),
        ("var (\n\tn = 1\n\tf map[string]int\n)", MAP),
        ("var (\n\tf, n = g(), 1\n)", ANY),
        ("var s struct{ f map[string]int }", MAP),
        ("func F() {\n\tvar s struct {\n\t\tf map[string]int\n\t}\n\t_ = s\n}", MAP),
        ("type f map[string]int\n\ntype S struct{ f }", ANY),
        ("type S struct {\n\t*a.f\n}", ANY),
        ("type S struct{ f int }\n\ntype T struct{ f map[string]int }", MAP),
        ("type byID []int\n\ntype S struct{ f byID }", MAP),  # two builds have one of them each
        ('import "C"\n\ntype S struct{ f int }', ANY),
        ('import "x.com/sync"\n\ntype S struct{ f sync.Mutex }', ANY),
        ('import time "x.com/clock"\n\ntype S struct{ f time.Time }', ANY),
        ('import . "x"\n\ntype S struct{ f int }', ANY),
    ],
)
def test_declarations(declaration: str, expected: int) -> None:
    assert kinds(declaration) == expected


def test_type_parameters_may_be_anything() -> None:
    assert kinds("var n int", "inner") == ANY


def test_tests_do_not_count() -> None:
    assert kinds("type S struct{ f map[string]int }", path="a_test.go") == ANY  # not known at all


@pytest.mark.parametrize(
    "code",
    [
        "var x = []T{\n" + "\ta,\n" * 20_000 + "}",
        "var x = f(" + "(" * 20_000 + ")" * 20_001,
        "type S struct {\n" + "\tf map[string]" * 5_000 + "\n}",
        "type S struct {" + "\n" * 20_000 + "}",
        "type S struct {\n" + "\ta[b\n" * 10_000 + "}",
        "type S struct {\n" + "\tf " + "*" * 20_000 + "\n}",
    ],
    ids=["list", "parentheses", "maps", "lines", "brackets", "pointers"],
)
def test_takes_no_time(code: str) -> None:
    started = time.process_time()
    kinds(code)
    assert time.process_time() - started < 2


def test_the_methods_are_those_that_release() -> None:
    assert {name.decode() for name in METHODS} == set(lifetime.METHODS)

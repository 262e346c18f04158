"""What the words of a package rule out: near misses of the sieves, which must let them through."""
# ruff: noqa: E501 - a snippet of Go on one line

from __future__ import annotations

import re

import pytest

from gofixmap.semantics.sharing.codewords import Lexicon
from gofixmap.semantics.sharing.signs import serves
from gofixmap.semantics.sharing.surfaces import Surface, exported, heads, making, surface
from gofixmap.semantics.sharing.textwrites import is_assigned, is_handed, parts_changed
from gofixmap.syntax.source import SourceFile

WRITES = [
    ("c.m = nil", True),
    ("c.m[k] = v", True),
    ("c.m[f(a[1])] = v", True),
    ('c.m["]"] = v', True),
    ("c.m[']'] += 1", True),
    ("c.m[`]`].part.n++", True),
    ("(c.m)[k]--", True),
    ("c.m[T{\n\ta: 1,\n}] = v", True),
    ("c.m, err = f()", True),
    ("c.m,\n\terr = f()", True),
    ("for c.m = range x {", True),
    ("c.m <<= 2", True),
    ("c.m &^= 2", True),
    ("c.m == nil", False),
    ("x := c.m[k]", False),
    ("c.m[k].call().n = 1", False),
    ("c.mm = nil", False),
    ("c.am = nil", False),
    ("f(c.m, other)", False),
]


@pytest.mark.parametrize(("code", "written"), WRITES)
def test_writes_are_told_by_what_follows_a_name(code: str, written: bool) -> None:
    assert is_assigned(code.encode(), b"m") is written


DOTS = [
    ("c.m = 1", True, True),
    ("c.\n\tm = 1", True, True),
    ("c. // why\n\tm = 1", True, True),
    ("c./* why */m = 1", True, True),
    ("m = 1", True, False),
    ("c.x, m = 1, 2", True, False),
    ("m = 1", False, True),
    ("{\n\tm = 1 }", False, True),
    ("// why\n\tm = 1", False, True),
    ("c.m = 1", False, False),
    ("c.m = 1\nm = 1", False, True),
    ("m := 1\nc.m = 1", True, True),
]


@pytest.mark.parametrize(("code", "after_dot", "written"), DOTS)
def test_a_field_is_written_behind_a_dot(code: str, after_dot: bool, written: bool) -> None:
    assert is_assigned(code.encode(), b"m", after_dot) is written


HANDED = [
    ("copy(c.m, x)", True),
    ("copy(c.m[1:], x)", True),
    ("delete(c.m, k)", True),
    ("clear(c.m)", True),
    ("sort.Slice(c.m, func(i, j int) bool { return less(i, j) })", True),
    ("slices.SortFunc[[]T, T](c.m, less)", True),
    ("sort.Sort(byName(\n\tc.m,\n))", True),
    ('maps.Copy(f(")", c.n), c.m)', True),
    ("maps.Copy(f(')', `)`), // :)\n\tc.m)", True),
    ("x = append(x, f(y)); use(c.m)", False),
    ("copy(a, b)\nuse(c.m)", False),
    ("slices.Sort(mm); use(c.m)", False),
    ("use(c.m)\nsort.Strings(x)", False),
]


@pytest.mark.parametrize(("code", "handed"), HANDED)
def test_elements_are_written_by_calls_that_get_them(code: str, handed: bool) -> None:
    assert is_handed(code.encode(), b"m", parts_changed(code.encode())) is handed


def lexicon(code: str) -> Lexicon:
    return Lexicon([SourceFile("a.go", f"package p\n\n{code}".encode())])


STARTED = [
    ("func f() { go work() }\nfunc work() { use(x) }", True),
    (
        "func f() {\n\tif a {\n\t\tgo (work)()\n\t}\n}\nfunc work() { step() }\nfunc step() { x() }",
        True,
    ),
    ("func f() { w := func() { x() }; go w() }", True),
    ("func f() { handed(func() { x() }) }\nfunc handed(a int, g func()) { go g() }", True),
    ("func f() { handed(x) }\nfunc handed(g Task) { go g() }\ntype Task func()", True),
    (
        "func f() { pass(x) }\nfunc pass(g Task) { handed(g) }\n"
        "func handed(g Task) { go g() }\ntype Task = other.Task",
        True,
    ),
    ("func (s *S) ServeHTTP(w W, r *R) { x() }", True),
    ("func f() { group.Go(x) }", True),
    ("func f() { group.TryGo (x) }", True),
    ("func f() { mux.Handle(x) }", True),
    ("func f() { cargo.NoGo(x); c.unHandle(x) }", False),
    ("func h(w http.ResponseWriter, r *http.Request) { x() }", True),
    ("func f() { x(); go work() }\nfunc work() {}", False),
    ("func f() {\n\t// go work\n\tx()\n}", False),
    ("func f() { x(3) }\nfunc handed(a int) { go work(a) }\nfunc work(a int) {}", False),
]


@pytest.mark.parametrize(("code", "started"), STARTED)
def test_goroutines_come_to_what_their_statements_lead_to(code: str, started: bool) -> None:
    assert (b"x" in lexicon(code)._run_words) is started


@pytest.mark.parametrize(("code", "started"), STARTED)
def test_other_packages_see_the_words_that_they_may_use(code: str, started: bool) -> None:
    shown = lexicon(re.sub(r"\bx\b", "X", code)).shown_run_words
    assert (b"\nX\n" in shown) is started
    assert b"\nwork\n" not in shown


NEAR = [
    ("func f() { go func() { g() }() }\nfunc g() { h() }\nfunc h() { x() }", True),
    ("func f() { go work(); x() }\nfunc work() {}", True),
    ("func f() { go work(); g() }\nfunc work() {}\nfunc g() { x() }", True),
    ("func (s *S) ServeHTTP(w W, r *R) { s.g() }\nfunc (s *S) g() { x() }", True),
    ("func f() { go work() }\nfunc work() {}\nfunc g() { f(); x() }", False),
    ("func f() { x() }\nvar v = f", False),
]


@pytest.mark.parametrize(("code", "near"), NEAR)
def test_places_are_near_what_leads_to_them_from_a_start(code: str, near: bool) -> None:
    found = lexicon(code)
    numbers = [at for at, each in enumerate(found._code) if b"x()" in each.text]
    assert (numbers[0] in found.near_starts.get("a.go", ())) is near


def test_a_grpc_service_is_told_by_what_it_embeds_or_registers() -> None:
    for served in (
        "pb.RegisterShopServer(s, x)",
        "\tUnsafeShopServer\n",
        " pb.UnimplementedXServer\r",
    ):
        assert serves(served.encode())
        assert serves(f"func f() {{\n{served}".encode())
    for other in (
        "xRegisterShopServer(",
        "RegisterShopServers(",
        "x UnsafeShopServer",
        "UnsafeXServerY",
    ):
        assert not serves(other.encode())


LOCKED = [
    ("func f() { mu.Lock(); x = 1; mu.Unlock() }", True),
    ("func f() { mu.RLock(); defer mu.RUnlock(); g() }\nfunc g() { h() }\nfunc h() { x++ }", True),
    ("func lock() { mu.Lock() }\nfunc f() { lock(); x++ }", True),
    (
        "func with(g func()) { mu.Lock(); defer mu.Unlock(); g() }\nfunc f() { with(func() { x++ }) }",
        True,
    ),
    ("// The caller must hold c.mu.\nfunc f() { x++ }", True),
    ("func setLocked() { x++ }", True),
    ("func f() { mu.TryRLock (); x = 1 }", True),
    ("// The caller must hold c.mu.\nfunc G() { h() }\nfunc h() { x++ }", True),
    ("func f() { mu.Lock(); G() }\nfunc G() { h() }\nfunc h() { x++ }", False),
    ("func (c *C) f() { mu.Lock(); c.G() }\nfunc (c *C) G() { x++ }", False),
    ("func f() { mu.\n\t\tLock(); x = 1 }", True),
    ("func f() { mu.Lock(); mu.Unlock() }\nfunc g() { x++ }", False),
    ("func f() { mu.Unlock(); c.Block(); Lock() }\nfunc g() { x++ }", False),
]


@pytest.mark.parametrize(("code", "locked"), LOCKED)
def test_locks_are_held_in_what_takes_one_and_what_that_calls(code: str, locked: bool) -> None:
    found = lexicon(code)
    numbers = found.locked.get("a.go", ())
    assert any(b"x" in found._words_of(number) for number in numbers) is locked


LOCKS = [
    ("type T struct {\n\tMu sync.Mutex\n\tm map[string]int\n}", True),
    ("type T struct {\n\tsync.RWMutex\n\tm map[string]int\n}", True),
    ("type E struct {\n\tsync.Mutex\n}\ntype T struct {\n\t*E // why\n\tm map[string]int\n}", True),
    (
        "type (\n\tA struct {\n\t\tMu sync.Locker\n\t}\n\tB struct{ A }\n)\ntype T struct {\n\tB `a`\n}",
        True,
    ),
    ("type E[K any] struct {\n\tsync.Mutex\n}\ntype T struct {\n\tE[int]\n}", True),
    ("var Mu sync.Mutex\ntype T struct {\n\tm map[string]int\n}", True),
    ("var T struct {\n\tsync.Mutex\n\tm map[string]int\n}", True),
    ("var t struct {\n\tsync.Mutex\n}\ntype T struct {\n\tm map[string]int\n}", False),
    ("type E struct {\n\tsync.Mutex\n}\ntype T struct {\n\te E\n}", False),
    ("type T struct {\n\tmu sync.Mutex\n\tm map[string]int\n}", False),
]


@pytest.mark.parametrize(("code", "shown"), LOCKS)
def test_others_take_locks_of_a_struct_that_they_can_name(code: str, shown: bool) -> None:
    lexicon = Lexicon([SourceFile("a.go", f'package p\n\nimport "sync"\n\n{code}\n'.encode())])
    assert lexicon.shows_lock("T.part") is shown


SHOWN = [
    ("type T struct { S S }", "T"),
    ("type T struct {\n\ts S\n}", "T"),  # by value: a copy of T copies it
    ("type T struct {\n\tS *S\n}", "T"),
    ("type T struct {\n\ta, B *S\n}", "T"),
    ("type T struct {\n\tA,\n\tb *S\n}", "T"),
    ("type in struct {\n\tS *S\n}\ntype T struct {\n\t*in\n}", "T"),
    (
        "type in struct {\n\ts *S\n}\nfunc (i *in) Get() *S { return i.s }\ntype T struct {\n\tin\n}",
        "T",
    ),
    ("func T() *S { return nil }", "T"),
    ("func made() *S { return nil }\nvar T = made()", "T"),
    ("type T []*S", "T"),
    ("type T interface {\n\tget() *S\n}", "T"),
    ("type t struct {\n\ts *S\n}\ntype (\n\tu *S\n\tT u\n)", "T"),
    ("type T struct {\n\ts *S\n}", ""),
    ("type in struct {\n\ts *S\n}\ntype T struct {\n\t*in\n}", ""),
    ("type T struct{}\nfunc (t *T) Take(s *S) {}", ""),
    ("type T struct{}\nfunc (t *T) get() *S { return nil }", ""),
]


@pytest.mark.parametrize(("code", "shown"), SHOWN)
def test_a_package_shows_what_others_can_select(code: str, shown: str) -> None:
    listed = heads([SourceFile("a.go", f"package p\n\ntype S struct {{ n int }}\n{code}".encode())])
    own = frozenset({b"S"})
    found = exported(surface(listed, Surface(own, own)))
    assert (b"T" in found.leading) is bool(shown)


MAKING = [
    ("type O struct {\n\tin T\n}", True),
    ("type O struct {\n\tT\n}", True),
    ("type O struct {\n\ta, b int\n\tin [2]T // by value\n}", True),
    ("type P struct {\n\tin T\n}\ntype O struct {\n\tP\n}", True),
    ("type O []*T", True),  # O{{}} makes one
    ("type P *T\ntype O map[string][]P", True),
    ("type O = T", True),
    ("type (\n\tO []*T\n\tQ struct{}\n)", True),
    ("type O[K any] struct {\n\tin *T\n}", True),  # not looked into
    ("type O struct {\n\tin *T\n}", False),
    ("type O struct {\n\tin *T\n\tQ int\n}\ntype U struct {\n\tin O\n}", False),
    ("func O() T { return T{} }", False),  # it spells the type out itself
    ("var O = T{}", False),
]


@pytest.mark.parametrize(("code", "makes"), MAKING)
def test_literals_make_what_their_types_hold(code: str, makes: bool) -> None:
    listed = heads([SourceFile("a.go", f"package p\n\ntype T struct {{ n int }}\n{code}".encode())])
    assert (b"O" in making(listed, b"T")) is makes

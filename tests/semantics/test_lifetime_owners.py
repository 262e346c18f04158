"""Which types own something, and which places of a package give it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.semantics.lifetime import release_of, releases_in, uses_of_name
from gofixmap.semantics.sharing import variable_denoted

if TYPE_CHECKING:
    from conftest import Snippet

Make = Callable[..., Any]

TYPES = """import (
	"context"
	"io"
	"net/http"
	"os"
	"time"
)

type Plain struct{ n int }
type Conn struct{ open bool }
func (c *Conn) Close() error { return nil }
type Quiet struct{ open bool }
func (q *Quiet) Close() {}
type Own struct{ open bool }
func (o *Own) stop() {}
type Both struct{ open bool }
func (b *Both) Stop() {}
func (b *Both) Close() error { return nil }
type Shut struct{ open bool }
func (s *Shut) Shutdown(ctx context.Context) error { return nil }
type Door struct{ open bool }
func (d *Door) Close(hard bool) {}
type Count struct{ n int }
func (c *Count) Close() int { return 0 }
type Outer struct{ *Conn }

type T struct {
	plain   *Plain
	conn    *Conn
	value   Conn
	quiet   *Quiet
	own     *Own
	both    *Both
	shut    *Shut
	door    *Door
	count   *Count
	outer   *Outer
	file    *os.File
	closer  io.Closer
	writer  io.Writer
	client  *http.Client
	ticker  *time.Ticker
	timer   *time.Timer
	cancel  context.CancelFunc
	cause   context.CancelCauseFunc
	f       func()
	stop    chan struct{}
	send    chan<- struct{}
	receive <-chan struct{}
	events  chan int
	unknown *missing.Thing
}
"""

OWNERS = {
    "plain": "",
    "conn": "x.Close() error",
    "value": "",
    "quiet": "x.Close()",
    "own": "x.stop()",
    "both": "x.Close() error",
    "shut": "x.Shutdown(ctx) error",
    "door": "",
    "count": "",
    "outer": "x.Close() error",
    "file": "x.Close() error",
    "closer": "x.Close() error",
    "writer": "",
    "client": "",
    "ticker": "x.Stop() prompt",
    "timer": "x.Stop() prompt",
    "cancel": "x() prompt",
    "cause": "x(nil) prompt",
    "f": "",
    "stop": "close(x) prompt",
    "send": "close(x) prompt",
    "receive": "",
    "events": "",
    "unknown": "",
}


def shown(made: Snippet, name: str) -> str:
    owner = made.info.scope.lookup("T")
    assert owner is not None
    kind = next(field.type for field in owner.type.fields if field.name == name)
    release = release_of(made.info, kind)
    if release is None:
        return ""
    marks = [" error"] if release.returns_error else []
    marks += [" prompt"] if release.prompt else []
    return release.of("x", "ctx") + "".join(marks)


@pytest.mark.parametrize(("name", "expected"), OWNERS.items())
def test_release_of(program: Callable[[str], Snippet], name: str, expected: str) -> None:
    assert shown(program(TYPES), name) == expected


def test_release_by_name(program: Callable[[str], Snippet]) -> None:
    made = program(TYPES)
    owner = made.info.scope.lookup("T")
    assert owner is not None
    kinds = {field.name: field.type for field in owner.type.fields}
    stop = release_of(made.info, kinds["both"], "Stop")
    assert stop is not None
    assert stop.of("x") == "x.Stop()"
    assert release_of(made.info, kinds["conn"], "Stop") is None


HEAD = """type C struct{ open bool }
func (c *C) Close() error { return nil }
func (c *C) Ping() {}
func end(c *C) { c.Close() }
func ping(c *C) { c.Ping() }
type P struct {
	m map[string]*C
	one *C
	list []*C
}
"""


def released(made: Snippet, field: str) -> list[str]:
    node = made.nodes(f"p.{field}", "selector_expression")[0]
    variable = variable_denoted(made.info, node)
    assert variable is not None
    sites = releases_in(made.semantics, variable)
    return [made.info.file.text(site.node.parent or site.node) for site in sites]


@pytest.mark.parametrize(
    ("field", "body", "expected"),
    [
        ("m", "p.m[k].Ping()", []),
        ("m", "ping(p.m[k])", []),
        ("m", "for _, c := range p.m { c.Ping() }", []),
        ("m", "delete(p.m, k)", []),
        ("m", "p.m[k].Close()", ["p.m[k].Close"]),
        ("m", "defer p.m[k].Close()", ["p.m[k].Close"]),
        ("m", "c := p.m[k]; c.Close()", ["c.Close"]),
        ("m", "if c, ok := p.m[k]; ok { c.Close(); delete(p.m, k) }", ["c.Close"]),
        ("m", "for _, c := range p.m { c.Close() }", ["c.Close"]),
        ("m", "for k := range p.m { p.m[k].Close() }", ["p.m[k].Close"]),
        ("m", "end(p.m[k])", ["c.Close"]),
        ("m", "old := p.m; p.m = nil; for _, c := range old { c.Close() }", ["c.Close"]),
        ("m", "var all []*C; for _, c := range p.m { all = append(all, c) }; "
         "for _, c := range all { c.Close() }", ["c.Close"]),
        ("m", "f := p.m[k].Close; f()", ["p.m[k].Close"]),
        ("one", "p.one.Ping()", []),
        ("one", "p.one.Close()", ["p.one.Close"]),
        ("one", "if c := p.one; c != nil { end(c) }", ["c.Close"]),
        ("list", "for _, c := range p.list { c.Close() }", ["c.Close"]),
        ("list", "p.list[0].Close()", ["p.list[0].Close"]),
    ],
)  # fmt: skip
def test_releases_in(snippet: Make, field: str, body: str, expected: list[str]) -> None:
    made = snippet(f"{HEAD}\nfunc (p *P) f(k string) {{ _ = p.{field}; {body} }}")
    assert released(made, field) == expected


def test_tests_release_nothing(snippet: Make) -> None:
    files = {
        "a.go": f"package m\n\n{HEAD}\nfunc (p *P) f() {{ _ = p.m }}\n",
        "a_test.go": "package m\n\nfunc g(p *P) { for _, c := range p.m { c.Close() } }\n",
    }
    assert released(snippet(files), "m") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("_ = c", []),
        ("c.Ping()", ["used"]),
        ("c.Close()", ["released"]),
        ("end(c)", ["released"]),
        ("ping(c)", ["used"]),
        ("other = c", ["stored"]),
        ("all = append(all, c)", ["stored"]),
        ("ch <- c", ["sent"]),
        ("return c", ["returned"]),
        ("if c == nil { }", ["compared"]),
        ("x := &P{one: c}; _ = x", ["stored"]),
        ("d := c; d.Close()", ["released"]),
        ("unknown(c)", ["passed"]),
        ("func() { c.Close() }()", ["released"]),
    ],
)
def test_uses_of_name(snippet: Make, body: str, expected: list[str]) -> None:
    tail = "\nvar (\n\tother *C\n\tall []*C\n\tch chan *C\n)\n"
    made = snippet(f"{HEAD}{tail}func f() *C {{ c := new(C); {body}; return nil }}")
    declared = made.nodes("c := new(C)")[0].children[0].children[0]
    assert [use.done.value for use in uses_of_name(made.info, declared)] == expected

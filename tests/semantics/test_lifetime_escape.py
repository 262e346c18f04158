"""What becomes of a local: every way out of its function, and the ways that are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.semantics.lifetime import Aliasing, escapes_of, trace_of

if TYPE_CHECKING:
    from conftest import Snippet

Make = Callable[..., Any]

HEAD = """import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"sort"
	"strings"
	"sync"
	"unsafe"
)

var (
	_ = bufio.NewWriter; _ = json.NewEncoder; _ = fmt.Sprint; _ = io.Copy; _ = http.NewRequest
	_ = exec.Command; _ = sort.Ints; _ = strings.Join; _ = unsafe.String
	global []byte
	table = map[string][]byte{}
	ch = make(chan []byte)
	pool sync.Pool
)

type T struct { data []byte; next *T; arr [8]byte; n int; name string; fn func() }
func (t *T) size() int { return len(t.data) }
func (t *T) bytes() []byte { return t.data }
func (t *T) keep(b []byte) { t.data = b }
func (t *T) register() { all = append(all, t) }
func (t *T) start() { go t.size() }
func (t *T) Close() error { return nil }
var all []*T

func look(b []byte) int { return len(b) }
func looks(bs ...[]byte) int { return len(bs) }
func store(b []byte) { global = b }
func tail(b []byte) []byte { return b[1:] }
func copied(b []byte) []byte { return bytes.Clone(b) }
func again(b []byte, n int) int { if n == 0 { return len(b) }; return again(b[1:], n-1) }
func run(f func()) { f() }
func later(f func()) { go f() }
func keepFunc(t *T, f func()) { t.fn = f }
type Sink interface { Consume(b []byte) }
func both() ([]byte, error) { return nil, nil }

"""

BUFFER = "var buf bytes.Buffer"
SLICE = "b := make([]byte, 64)"


def fates(made: Snippet, name: str, aliases: Aliasing | None = None) -> list[str]:
    node = made.node(name, "identifier", at=-1)
    return [
        f"{each.fate} {each.detail}".strip()
        for each in escapes_of(made.info, node, aliases=aliases)
    ]


@pytest.mark.parametrize(
    ("setup", "body"),
    [
        (BUFFER, "buf.WriteString(s); return buf.String()"),
        (BUFFER, "buf.WriteString(s); _ = buf.Len(); return nil"),
        (BUFFER, "_, _ = w.Write(buf.Bytes()); return nil"),
        (BUFFER, "_, _ = buf.WriteTo(w); return nil"),
        (BUFFER, "_, _ = io.Copy(w, &buf); return nil"),
        (BUFFER, "fmt.Fprintf(&buf, s); return string(buf.Bytes())"),
        (BUFFER, "return bytes.Clone(buf.Bytes())"),
        (BUFFER, "return append([]byte(nil), buf.Bytes()...)"),
        (BUFFER, "e := json.NewEncoder(&buf); _ = e.Encode(s); return nil"),
        (BUFFER, "bw := bufio.NewWriter(&buf); fmt.Fprint(bw, s); return bw.Flush()"),
        (BUFFER, "x := buf.Bytes(); return len(x)"),
        (BUFFER, "x := buf.Bytes(); return x[0]"),
        (BUFFER, "defer buf.Reset(); return nil"),
        (BUFFER, "defer func() { buf.Reset() }(); return nil"),
        (BUFFER, "func() { buf.Reset() }(); return nil"),
        (BUFFER, "run(func() { buf.Reset() }); return nil"),
        (BUFFER, "f := func() { buf.Reset() }; f(); return nil"),
        (SLICE, "n, _ := r.Read(b); return string(b[:n])"),
        (SLICE, "return len(b)"),
        (SLICE, "return b[3]"),
        (SLICE, "b = append(b, 1); return len(b)"),
        (SLICE, "return look(b)"),
        (SLICE, "return looks(b, b)"),
        (SLICE, "return copied(b)"),
        (SLICE, "return again(b, 3)"),
        (SLICE, "copy(b, s); return nil"),
        (SLICE, "for _, c := range b { if c == 1 { return c } }; return nil"),
        (SLICE, "x := tail(b); return len(x)"),
        (SLICE, "if bytes.Equal(b, global) { return nil }; return nil"),
        (SLICE, "_, _ = io.ReadFull(r, b); return json.Unmarshal(b, &s)"),
        (SLICE, "t := &T{data: b}; return t.size()"),
        (SLICE, "t := T{}; t.data = b; return t.n"),
        (SLICE, "var t *T = new(T); t.data = b; return t.name"),
        ("t := &T{}", "return t.n"),
        ("t := &T{}", "return t.name"),
        ("t := T{}", "t.data = global; return t.size()"),
        ("t := &T{}", "t.keep(global); return nil"),
        ("t := &T{}", "return t.arr"),
        ("t := &T{}", "return t.Close()"),
        ("xs := []int{1}", "sort.Ints(xs); return xs[0]"),
        ("xs := []string{s}", "return strings.Join(xs, s)"),
        ("err := fmt.Errorf(s)", "return err == io.EOF"),
    ],
)  # fmt: skip
def test_stays(snippet: Make, setup: str, body: str) -> None:
    made = snippet(f"{HEAD}func f(w io.Writer, r io.Reader, s string) any {{ {setup}; {body} }}")
    name = setup.replace("var ", "").split()[0]
    assert fates(made, name) == []


@pytest.mark.parametrize(
    ("setup", "body", "expected"),
    [
        (BUFFER, "return buf.Bytes()", ["returned"]),
        (BUFFER, "return &buf", ["returned"]),
        (BUFFER, "return buf", ["returned"]),
        (BUFFER, "x := buf.Bytes(); return x[:2]", ["returned"]),
        (BUFFER, "var x = buf.Next(3); y := x; return y", ["returned"]),
        (BUFFER, "return buf.AvailableBuffer()", ["returned"]),
        (BUFFER, "return bytes.NewReader(buf.Bytes())", ["returned"]),
        (BUFFER, "return bytes.TrimSpace(buf.Bytes())", ["returned"]),
        (BUFFER, "return io.TeeReader(r, &buf)", ["returned"]),
        (BUFFER, "x := buf.Bytes(); return unsafe.String(&x[0], len(x))", ["returned"]),
        (BUFFER, "return unsafe.String(unsafe.SliceData(buf.Bytes()), 3)", ["returned"]),
        (BUFFER, "req, err := http.NewRequest(s, s, &buf); _, _ = req, err; return nil",
         ["passed http.NewRequest"]),
        (BUFFER, "c := exec.Command(s); c.Stdout = &buf; return c.Run()", ["stored c.Stdout"]),
        (BUFFER, "cmd := &exec.Cmd{Stdout: &buf}; return cmd.Start()", ["passed cmd.Start"]),
        (BUFFER, "global = buf.Bytes(); return nil", ["stored global"]),
        (BUFFER, "table[s] = buf.Bytes(); return nil", ["stored table[s]"]),
        (BUFFER, "go func() { buf.Reset() }(); return nil", ["started a goroutine"]),
        (BUFFER, "go buf.Reset(); return nil", ["started buf.Reset"]),
        (BUFFER, "return func() { buf.Reset() }", ["returned"]),
        (BUFFER, "later(func() { buf.Reset() }); return nil", ["started go"]),
        (BUFFER, "return buf.Reset", ["returned"]),
        (BUFFER, "var wg sync.WaitGroup; wg.Go(func() { buf.Reset() }); wg.Wait(); return nil",
         ["started wg.Go"]),
        (BUFFER, "http.HandleFunc(s, func(http.ResponseWriter, *http.Request) { buf.Reset() })"
         "; return nil", ["captured http handler"]),
        (BUFFER, "keepFunc(p, func() { buf.Reset() }); return nil", ["passed keepFunc"]),
        (BUFFER, "pool.Put(&buf); return nil", ["passed pool.Put"]),
        (SLICE, "return b", ["returned"]),
        (SLICE, "return b[:2]", ["returned"]),
        (SLICE, "s = *(*string)(unsafe.Pointer(&b)); return s", ["returned"]),
        (SLICE, "return append(b, 1)", ["returned"]),
        (SLICE, "return [][]byte{b}", ["returned"]),
        (SLICE, "return any(b)", ["returned"]),
        (SLICE, "return &b[0]", ["returned"]),
        (SLICE, "return (*[8]byte)(b)", ["returned"]),
        (SLICE, "return tail(b)", ["returned"]),
        (SLICE, "x, ok := any(b).([]byte); _ = ok; return x", ["returned"]),
        (SLICE, "store(b); return nil", ["passed store"]),
        (SLICE, "ch <- b; return nil", ["sent"]),
        (SLICE, "select { case ch <- b[:1]: default: }; return nil", ["sent"]),
        (SLICE, "p.data = b; return nil", ["stored p.data"]),
        (SLICE, "p.keep(b); return nil", ["passed p.keep"]),
        (SLICE, "t := &T{}; t.keep(b); return nil", ["passed t.keep"]),
        (SLICE, "sink.Consume(b); return nil", ["unknown sink.Consume"]),
        (SLICE, "panic(b)", ["unknown panic"]),
        (SLICE, "t := &T{data: b}; return t", ["returned"]),
        (SLICE, "t := T{}; t.data = b; return t", ["returned"]),
        (SLICE, "t := T{}; t.data = b; return t.bytes()", ["returned"]),
        (SLICE, "switch x := any(b).(type) { case []byte: return x }; return nil", ["returned"]),
        ("t := &T{}", "all = append(all, t); return nil", ["stored all"]),
        ("t := &T{}", "t.register(); return nil", ["passed t.register"]),
        ("t := &T{}", "t.start(); return nil", ["passed t.start"]),
        ("t := &T{}", "return t.data", ["returned"]),
        ("t := &T{}", "return t.bytes()", ["returned"]),
        ("t := &T{}", "return &t.n", ["returned"]),
        ("t := &T{}", "return t.arr[2:]", ["returned"]),
        ("ts := []*T{}", "for _, t := range ts { all = append(all, t) }; return nil",
         ["stored all"]),
        ("ts := []*T{}", "return append(all, ts...)", ["returned"]),
        ("x, err := both()", "_ = err; return x", ["returned"]),
    ],
)  # fmt: skip
def test_gets_out(snippet: Make, setup: str, body: str, expected: list[str]) -> None:
    made = snippet(
        f"{HEAD}func f(r io.Reader, s string, p *T, sink Sink) any {{ {setup}; {body} }}"
    )
    name = setup.replace("var ", "").replace(",", "").split()[0]
    assert fates(made, name) == expected


def test_named_result(snippet: Make) -> None:
    made = snippet(f"{HEAD}func f() (out []byte) {{ {SLICE}; out = b[1:]; return }}")
    assert fates(made, "b") == ["returned out"]


def test_variable_of_an_outer_function(snippet: Make) -> None:
    made = snippet(f"{HEAD}func f() {{ var o []byte; run(func() {{ {SLICE}; o = b }}); _ = o }}")
    assert fates(made, "b") == ["captured o"]


def test_only_the_named_fields_count(snippet: Make) -> None:
    made = snippet(f"{HEAD}func f(t *T) any {{ u := *t; _ = u; if t.n > 1 {{ return t.data }}; "
                   "return t.next }")  # fmt: skip
    node = made.node("t", "identifier", at=-1)
    found = escapes_of(made.info, node, aliases=Aliasing(fields=frozenset({"data"})))
    assert [each.through for each in found] == [("t.data",)]


def test_what_carried_it(snippet: Make) -> None:
    made = snippet(f"{HEAD}func f() []byte {{ {BUFFER}; x := buf.Bytes(); return x[1:] }}")
    (found,) = escapes_of(made.info, made.node("buf", "identifier"))
    assert found.through == ("buf.Bytes()", "x", "x[1:]")


def test_region(snippet: Make) -> None:
    made = snippet(f"{HEAD}func f(c bool) []byte {{ {SLICE}; if c {{ return b }}; return nil }}")
    name = made.node("b", "identifier", at=-1)
    inside = made.node("{ return b }")
    outside = made.node("return nil")
    assert len(escapes_of(made.info, name, inside)) == 1
    assert escapes_of(made.info, name, outside) == ()


def test_closings(snippet: Make) -> None:
    made = snippet(
        HEAD
        + """
func quit(t *T) { defer t.Close() }
func f(c bool) { t := &T{}; if c { quit(t) } else { t.Close() } }
"""
    )
    trace = trace_of(made.info, made.node("t", "identifier", at=-1))
    assert trace.escapes == []
    assert [made.info.file.text(each) for each in trace.closings] == ["quit(t)", "t.Close()"]

"""What callees do with their arguments and receivers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.lifetime import use_of_argument, use_of_receiver
from gofixmap.semantics.lifetime.keeping_table import argument_rows, receiver_rows
from gofixmap.semantics.sharing.callees import arguments_of

Make = Callable[..., Any]

HEAD = """import (
	"bufio"; "bytes"; "compress/gzip"; "context"; "encoding/binary"; "encoding/json"; "errors"
	"fmt"; "io"; "log"; "log/slog"; "net/http"; "os"; "os/exec"; "sync"; "text/template"; "time"
)

var (
	_ = bufio.NewWriter; _ = gzip.NewWriter; _ = json.NewEncoder; _ = fmt.Sprint; _ = io.Copy
	_ = http.NewRequest; _ = exec.Command; _ = binary.Read; _ = errors.Is; _ = log.Print
	_ = context.WithValue; _ = slog.Info; _ = os.Open; _ = sync.Once{}; _ = template.New
	_ = bytes.Clone; _ = time.Now
)

type Conn struct { w io.Writer; log func(...any) }
func (c *Conn) Close() error { return nil }
func (c *Conn) Ping() error { return nil }
func (c *Conn) self() *Conn { return c }
func (c *Conn) hold(w io.Writer) { c.w = w }
func (c *Conn) send(w io.Writer) { fmt.Fprint(w, c.w) }
var conns []*Conn

func closes(c io.Closer) error { return c.Close() }
func closesLater(c *Conn) { go func() { time.Sleep(1); c.Close() }() }
func wraps(w io.Writer) *Conn { return &Conn{w: w} }
func logs(format string, args ...any) { fmt.Printf(format, args...) }
func keepsAll(args ...any) { for _, a := range args { global = a } }
func unused(_ []byte) {}
func even(b []byte, n int) { if n > 0 { odd(b, n-1) } }
func odd(b []byte, n int) { if n > 0 { even(b, n-1) } }
func ping(b []byte) { pong(b) }
func pong(b []byte) { global = b; ping(b) }
func generic[X any](x X) X { return x }
var global any
type Sink interface { Consume(b []byte); Write(b []byte) (int, error) }

func f(w io.Writer, r io.Reader, b []byte, c *Conn, s Sink, req *http.Request, v any,
	ctx context.Context,
	cl *http.Client, p *sync.Pool, t *template.Template, call func([]byte), resp *http.Response,
	rw http.ResponseWriter, q *os.File, buf *bytes.Buffer, e error) {
	local := func(x []byte) { global = x }
	_ = local
"""


@pytest.mark.parametrize(
    ("call", "position", "expected"),
    [
        ("fmt.Fprintf(w, `x`)", 0, "looks"),
        ("fmt.Sprint(b)", 0, "looks"),
        ("fmt.Errorf(`%w`, e)", 1, "returns"),
        ("io.Copy(w, r)", 0, "looks"),
        ("io.ReadAll(r)", 0, "looks"),
        ("io.NopCloser(r)", 0, "returns"),
        ("io.TeeReader(r, w)", 1, "returns"),
        ("bufio.NewWriter(w)", 0, "returns"),
        ("gzip.NewWriter(w)", 0, "returns"),
        ("json.NewEncoder(w)", 0, "returns"),
        ("json.NewEncoder(w).Encode(v)", 0, "looks"),
        ("json.Unmarshal(b, &v)", 0, "looks"),
        ("json.Unmarshal(b, &v)", 1, "looks"),
        ("binary.Read(r, binary.LittleEndian, v)", 0, "looks"),
        ("binary.AppendUvarint(b, 1)", 0, "returns"),
        ("bytes.TrimSpace(b)", 0, "returns"),
        ("bytes.Clone(b)", 0, "looks"),
        ("bytes.Equal(b, b)", 1, "looks"),
        ("bytes.NewReader(b)", 0, "returns"),
        ("t.Execute(w, v)", 0, "looks"),
        ("t.Execute(w, v)", 1, "looks"),
        ("http.NewRequest(``, ``, r)", 2, "keeps returns"),
        ("http.NewRequestWithContext(ctx, ``, ``, r)", 3, "keeps returns"),
        ("http.Post(``, ``, r)", 2, "closes keeps"),
        ("cl.Do(req)", 0, "keeps returns"),
        ("http.MaxBytesReader(rw, req.Body, 9)", 1, "returns"),
        ("context.WithValue(ctx, v, v)", 2, "returns"),
        ("errors.Is(e, e)", 0, "looks"),
        ("errors.Join(e, e)", 1, "returns"),
        ("log.Printf(`%v`, v)", 1, "looks"),
        ("log.New(w, ``, 0)", 0, "returns"),
        ("slog.Info(``, v)", 1, "unknown"),
        ("p.Put(v)", 0, "keeps"),
        ("w.Write(b)", 0, "looks"),
        ("r.Read(b)", 0, "looks"),
        ("s.Write(b)", 0, "looks"),
        ("s.Consume(b)", 0, "unknown"),
        ("call(b)", 0, "unknown"),
        ("local(b)", 0, "keeps"),
        ("os.WriteFile(``, b, 0)", 1, "looks"),
        ("os.NewFile(0, ``)", 0, "returns"),
        ("append(b, b...)", 0, "returns"),
        ("append(b, b...)", 1, "looks"),
        ("append([][]byte{}, b)", 1, "returns"),
        ("copy(b, b)", 1, "looks"),
        ("len(b)", 0, "looks"),
        ("panic(v)", 0, "unknown"),
        ("closes(c)", 0, "closes"),
        ("closesLater(c)", 0, "closes keeps"),
        ("wraps(w)", 0, "returns"),
        ("logs(`x`, v)", 1, "looks"),
        ("logs(`x`, 1, v)", 2, "looks"),
        ("keepsAll(1, v)", 1, "keeps"),
        ("unused(b)", 0, "looks"),
        ("even(b, 2)", 0, "looks"),
        ("generic(b)", 0, "returns"),
        ("c.hold(w)", 0, "keeps"),
        ("c.send(w)", 0, "looks"),
        ("(*Conn).hold(c, w)", 1, "unknown"),
    ],
)  # fmt: skip
def test_arguments(snippet: Make, call: str, position: int, expected: str) -> None:
    made = snippet(f"{HEAD}\t_ = 0; {call}\n}}")
    node = made.node(call, "call_expression", at=-1)
    given = arguments_of(node)[position]
    found = use_of_argument(made.info, node, given)
    assert " ".join(sorted(found)) == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("c.Close()", "closes"),
        ("resp.Body.Close()", "closes"),
        ("c.Ping()", "looks"),
        ("c.self()", "returns"),
        ("c.hold(w)", "looks"),
        ("buf.Bytes()", "returns"),
        ("buf.Next(2)", "returns"),
        ("buf.String()", "looks"),
        ("buf.Len()", "looks"),
        ("q.Stat()", "looks"),
        ("q.Name()", "looks"),
        ("resp.Cookies()", "looks"),
        ("req.WithContext(ctx)", "returns"),
        ("cl.Do(req)", "looks"),
        ("s.Consume(b)", "looks"),
        ("call(b)", "unknown"),
    ],
)
def test_receivers(snippet: Make, call: str, expected: str) -> None:
    made = snippet(f"{HEAD}\t{call}\n}}")
    node = made.node(call, "call_expression", at=-1)
    assert " ".join(sorted(use_of_receiver(made.info, node))) == expected


def test_mutual_recursion_is_not_remembered_half_way(snippet: Make) -> None:
    made = snippet(f"{HEAD}\tpong(b); ping(b)\n}}")
    calls = [made.node(f"{name}(b)", "call_expression", at=-1) for name in ("pong", "ping")]
    found = [use_of_argument(made.info, each, arguments_of(each)[0]) for each in calls]
    assert [sorted(each) for each in found] == [["keeps"], ["keeps"]]


def test_rows_name_functions_once() -> None:
    assert "(*bytes.Buffer).Bytes" in receiver_rows()
    assert argument_rows()["net/http.NewRequest"] == {2: "KR"}

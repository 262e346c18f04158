"""The sieve lets every form through, keeps most code out, and takes linear time."""

from __future__ import annotations

import time

import pytest
from gofixmap_codemods._writeback_filter import Sieve

THROUGH = [
    b"m[k].X = 1",
    b"m[k].X++",
    b"m[k].X <<= 2",
    b"m[k].X &^= 2",
    b"m[k].X, err = g()",
    b"err, m[k].X = g()",
    b"m[k].X,\n\tm[j].Y = 1, 2",
    b"m[k].X, m[b == c].Y = 1, 2",
    b"m[k].In.\n\tX = 1",
    b"m[k] /* c */ .X = 1",
    b"(m[k]).X = 1",
    b"((m[k].In).X) = 1",
    b"m[k][i]++",
    b"m[k].Arr[f(x[1], 2)].Y = 1",
    b"m[k].Arr[\n\ti,\n].Y = 1",
    b"m[Key{1, 2}].X = 1",
    b"m[`}`].X = 1",
    b"for m[k].X = range xs {",
    b"for i, m[k].X = range xs {",
    b"case m[k].X = <-ch:",
    b"case m[k].X, ok = <-ch:",
    b"if m[k].X = 1; c {",
    b"m[k].Inc()",
    b"m[k].in.Inc()",
    b"_ = &m[k]",
    b"f(&m[k].X)",
    b"return &m[k]",
    b"&(m[k])",
    b"&(*p)[k]",
    b"&f(a, g(b))[k]",
    b"_ = m[k].Arr[:]",
    b"_ = m[k].Arr[a[0]:2]",
    b"_ = arrs[k][1:]",
    b"v := m[k]\n\tv.x = 1",
    b"v, ok := m[k]\n\tif ok {\n\t\tv.x++\n\t}",
    b"if v, ok := m[k]; ok {\n\t\tv.a.b = 1\n\t}",
    b"var v = m[k]\n\tv.x = 1",
    b"v := m[k]\n\ta, v.x = 1, 2",
    b"for _, v := range xs { v.on = true }",
    b"for v := range ch {\n\tv.arr[1] += 2\n}",
    b"for k, v :=\n\trange m {\n\tv.x--\n}",
]
OUT = [
    b"x := xs[i].f",
    b"if xs[i].f == y {",
    b"return xs[i].f <= 3",
    b"m[k] = 1",
    b"m[k]++",
    b"for _, v := range xs { use(v) }",
    b"v := m[k]\n\tw.x = 1",
    b"a&b[i]",
    b"ok && xs[i]",
    b"s.x = xs[i]",
]


@pytest.mark.parametrize("code", THROUGH)
def test_lets_through(code: bytes) -> None:
    assert Sieve().search(b"func f() {\n\t" + code + b"\n}\n")


@pytest.mark.parametrize("code", OUT)
def test_keeps_out(code: bytes) -> None:
    assert not Sieve().search(b"func f() {\n\t" + code + b"\n}\n")


@pytest.mark.parametrize(
    "piece",
    [
        b"a[",
        b"x[a].b",
        b"].a",
        b"&(",
        b"&f(a",
        b", a.b",
        b"a[b[c]].e,",
        b"]",
        b":= range ",
        b"&a.b",
    ],
)
def test_no_text_takes_long(piece: bytes) -> None:
    started = time.process_time()
    Sieve().search(b"v := range x\n" + piece * 10_000)
    assert time.process_time() - started < 2

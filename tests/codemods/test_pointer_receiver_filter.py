"""Whether the text of a method may change its receiver, told without a parser."""

from __future__ import annotations

import pytest
from gofixmap_codemods.pointer_receiver import PointerReceiver

CHANGING = [
    "m.n = 1",
    "m.n += d",
    "x, m.n = 1, 2",
    "m.xs[i].n++",
    "m.\n\t\tn = 1",
    "(m).n--",
    "m.n <<= 2",
    "m := 1",
    "m, ok := f()",
    "m.set(1)",
    "return m.in.next()",
    "if ok {m.set(1)}",
    "x = m.in.next()",
    "x := m.next()",
    "json.Unmarshal(data, &m)",
    "d.Decode(&(m.in))",
    "atomic.AddInt64(&m.n, 1)",
    "use(1, m.mu.RLock)",
    "f(m.Lock())",
]
KEEPING = [
    "x := m.n",
    "return m.n",
    "return m.n == 1",
    "if m.n != 1 || m.k <= 2 || m.k >= 3 {",
    "c.m = 1",
    "mm.n = 1",
    "xm++",
    "f(m.next())",
    "f(&m)",
    "return -m.n",
]


def _passes(body: str) -> bool:
    assert PointerReceiver.prefilter is not None
    text = f"func (m T) Do() {{\n\t{body}\n}}"
    alone = PointerReceiver.prefilter.search(text.encode()) is not None
    in_file = PointerReceiver.prefilter.search(f"package a\n\n{text}\n".encode()) is not None
    assert alone is in_file
    return alone


@pytest.mark.parametrize("body", CHANGING)
def test_a_method_that_may_change_its_receiver_passes(body: str) -> None:
    assert _passes(body)


@pytest.mark.parametrize("body", KEEPING)
def test_one_that_only_reads_it_does_not(body: str) -> None:
    assert not _passes(body)


def test_a_pointer_receiver_does_not() -> None:
    assert PointerReceiver.prefilter is not None
    assert PointerReceiver.prefilter.search(b"func (m *T) Do() {\n\tm.n = 1\n}") is None

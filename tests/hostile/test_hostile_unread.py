"""Files that are too large to be read: what they hold is not known, and nobody counts on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_kit import gofixmap, sound, write

LOST = """package hostile

type N struct{ n int }

func (n N) add() { n.n++ }

func use(n *N) { n.add() }
"""
SHARED = """package hostile

import "sync"

type S struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *S) set(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k] = 1
}

func (s *S) get(k string) int { return s.m[k] }
"""


@pytest.mark.parametrize(
    ("text", "arguments"),
    [(LOST, ()), (SHARED, ("--target", "S.m", "-s", "map-mutex"))],
    ids=["method", "field"],
)
def test_a_file_that_nobody_reads_may_hold_uses(
    tmp_path: Path, text: str, arguments: tuple[str, ...]
) -> None:
    write(tmp_path, {"code.go": text})
    command = ("check", "--format", "json", *arguments)
    assert '"status": "fixable"' in gofixmap(*command, cwd=tmp_path).said
    (tmp_path / "data.go").write_bytes(b"package hostile\n" + b"// data\n" * 1_100_000)
    ran = gofixmap(*command, cwd=tmp_path)
    sound(ran, (3,))
    assert '"status": "fixable"' not in ran.said
    assert "data.go" in ran.said

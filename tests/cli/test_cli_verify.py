"""`apply --verify`: the levels above the build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

CODE = """package a

func old() int { return 1 }

func new() int { return 2 }

func Answer() int { return old() }
"""
TEST = """package a

import "testing"

func TestAnswer(t *testing.T) {
	if got := Answer(); got != 1 {
		t.Fatalf("Answer() = %d", got)
	}
}
"""


@pytest.mark.parametrize(("level", "fixed"), [("vet", True), ("test", False), ("race", False)])
def test_a_fix_is_held_back_by_a_test(
    level: str, fixed: bool, module: Path, gofixmap: Callable[..., tuple[int, str, str]]
) -> None:
    module.write_text(CODE, encoding="utf-8")
    module.with_name("a_test.go").write_text(TEST, encoding="utf-8")
    code, _, err = gofixmap("apply", "--verify", level, "--select", "old-call")
    assert code == 0
    assert ("return new()" in module.read_text(encoding="utf-8")) is fixed
    assert ("TestAnswer of example.com/a fails: a_test.go:7: Answer() = 2" in err) is not fixed
    if fixed:
        assert "type-checked and vetted" in err

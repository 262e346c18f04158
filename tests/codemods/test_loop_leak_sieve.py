"""What the sieve of loop-leak lets through: everything that may hold a finding, and little else."""

from __future__ import annotations

import pytest
from gofixmap_codemods._leak_sieve import CLOSERS, Sieve, is_of_test


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("for _, p := range ps {\n\tdefer done()\n}", True),
        ("outer:\nfor {\n\tdefer mu.Unlock()\n}", True),
        ("defer done()\nfor {\n}", False),
        ("defer done()", False),
        ("x := information\ndefer done()", True),  # a word may hold the loop's
        ("for range t.C {", True),
        ("for range t.Channel {", False),
        ("for x := range xs {\n\tt.C <- x\n}", False),
        ("time.NewTimer(d)", True),
        ("<-time.After(d)", True),
        ("timer.AfterFunc (d)", False),  # gofmt leaves no space
        ("ctx, _ := context.WithTimeoutCause(ctx, d, err)", True),
        ("WithCancelled(ctx)", False),
        ("os.Open(p)", True),
        ("reopenAll(p)", True),
        ("happen(p)", False),
        ("regexp.MustCompile(p)", False),
        ("profile(p)", True),
        ("openers = nil", False),
        ("db.Conn(ctx)", True),
        ("listenTCP(a)", True),
        ("tempDir()", True),
        ("exempt()", False),
    ],
)
def test_the_text_tells_what_may_leak(text: str, passes: bool) -> None:
    assert (Sieve().search(b"func f() {\n" + text.encode() + b"\n}") is not None) is passes


@pytest.mark.parametrize("first", ["O", "C", "D", "L", "Q", "P", "F", "T", "o", "t", "b"])
@pytest.mark.parametrize("tail", ["pen", "reate", "ial", "isten", "onnect", "uery", "ile", "emp"])
def test_names_are_found_as_the_expression_finds_them(first: str, tail: str) -> None:
    data = f"func x{first}{tail}All() {{ {first}{tail}() }}".encode()
    assert (Sieve().search(data) is not None) is (CLOSERS.search(data) is not None)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("ctx, _ := context.WithCancel(ctx)", True),
        ("ctx, _ = context.WithDeadline(ctx, t)", True),
        ("ctx, cancel := context.WithCancel(ctx)\ndefer cancel()", False),
        ("for _, x := range xs {\n\tdefer x.Close()\n}", False),
    ],
)
def test_of_tests_only_a_dropped_cancel_counts(text: str, passes: bool) -> None:
    assert is_of_test(text.encode()) is passes

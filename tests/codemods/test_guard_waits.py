"""No lock is taken by a goroutine that somebody waits for who holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofixmap.engine import Request, run
from gofixmap.model import Status

# `work` reads n without the lock, and everything else holds it.
CODE = """package m

import "sync"

type S struct {{
	mu   sync.Mutex
	wg   sync.WaitGroup
	done chan struct{{}}
	n    int
}}

func (s *S) Set(n int) {{
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n = n
}}

func (s *S) Add(n int) {{
	s.mu.Lock()
	s.n += n
	s.mu.Unlock()
}}

func (s *S) Work() {{
	println(s.n)
	{signal}
}}

func (s *S) Start() {{
	{start}
}}

func (s *S) Stop() {{
	s.mu.Lock()
	{held}
	s.mu.Unlock()
	{after}
}}

{more}
"""
CLOSE = {"signal": "close(s.done)", "start": "go s.Work()"}
DEADLOCKS = {
    "close": {**CLOSE, "held": "<-s.done"},
    "deferred": {"signal": "", "start": "go func() { defer close(s.done); s.Work() }()"}
    | {"held": "<-s.done"},
    "deferred literal": {"signal": "defer func() { close(s.done) }()", "start": "go s.Work()"}
    | {"held": "<-s.done"},
    "send": {"signal": "s.done <- struct{}{}", "start": "go s.Work()", "held": "<-s.done"},
    "range": {**CLOSE, "held": "for range s.done {\n\t}"},
    "select": {**CLOSE, "held": "select {\n\tcase <-s.done:\n\t}"},
    "group": {"signal": "s.wg.Done()", "start": "s.wg.Add(1)\n\tgo s.Work()"}
    | {"held": "s.wg.Wait()"},
    "group with Go": {"signal": "", "start": "s.wg.Go(func() { s.Work() })"}
    | {"held": "s.wg.Wait()"},
    "group with Go of the method": {"signal": "", "start": "s.wg.Go(s.Work)"}
    | {"held": "s.wg.Wait()"},
    "two calls up": {"signal": "", "start": "go s.run()", "held": "s.wait()"}
    | {"more": "func (s *S) run() {\n\ts.step()\n\tclose(s.done)\n}\n\n"}
    | {"more2": "func (s *S) step() { s.Work() }\n\nfunc (s *S) wait() { <-s.done }\n"},
    "sender": {"signal": "<-s.done", "start": "", "held": "s.done <- struct{}{}"},
    "sender to a range": {"signal": "for range s.done {\n\t}", "start": ""}
    | {"held": "s.done <- struct{}{}"},
    "sender in a select": {"signal": "select {\n\tcase <-s.done:\n\t}", "start": ""}
    | {"held": "s.send()", "more": "func (s *S) send() { s.done <- struct{}{} }\n"},
    "of a local": {"signal": "", "start": ""}
    | {"held": "done := make(chan bool)\n\tgo func() { s.Work(); done <- true }()\n\t<-done"},
}
IN_ORDER = {
    "after the section": {**CLOSE, "after": "<-s.done"},
    "nobody waits": CLOSE,
    "another channel": {**CLOSE, "held": "<-s.other()", "more": "func (s *S) other() chan int { "}
    | {"more2": "return nil }\n"},
    "with a default": {**CLOSE, "held": "select {\n\tcase <-s.done:\n\tdefault:\n\t}"},
    "sender that may not wait": {"signal": "<-s.done", "start": ""}
    | {"held": "select {\n\tcase s.done <- struct{}{}:\n\tdefault:\n\t}"},
    "sender after the section": {"signal": "<-s.done", "start": ""}
    | {"after": "s.done <- struct{}{}"},
    "group after the section": {"signal": "s.wg.Done()", "start": "go s.Work()"}
    | {"after": "s.wg.Wait()"},
    "signalled by another goroutine": {"signal": "", "start": "go s.Work()\n\tgo close(s.done)"}
    | {"held": "<-s.done"},
    "started here": {"signal": "go func() { close(s.done) }()", "start": "", "held": "<-s.done"},
}


def found(root: Path, parts: dict[str, str]) -> tuple[Status, str]:
    """What becomes of the one finding."""
    parts = {"held": "", "after": "", "more": "", **parts}
    parts["more"] += parts.pop("more2", "")
    (root / "go.mod").write_text("module example.com/m\n\ngo 1.25\n", encoding="utf-8")
    (root / "a.go").write_text(CODE.format(**parts), encoding="utf-8")
    (finding,) = run(Request((root,), ("shared-field",), targets=("S.n",), jobs=1)).findings
    return finding.status, finding.reason


@pytest.mark.parametrize("case", DEADLOCKS)
def test_who_waits_with_the_lock_would_wait_for_ever(tmp_path: Path, case: str) -> None:
    status, reason = found(tmp_path, DEADLOCKS[case])
    assert status is Status.DECLINED
    assert reason.startswith("who holds the lock waits for a goroutine that would take it")


@pytest.mark.parametrize("case", IN_ORDER)
def test_who_waits_without_it_does_not(tmp_path: Path, case: str) -> None:
    assert found(tmp_path, IN_ORDER[case])[0] is Status.FIXED


WORKER = "type Worker interface {{ Work(); {more} }}\n\nfunc help(w Worker) {{ w.Work() }}\n"
THROUGH_AN_INTERFACE = {"signal": "", "start": "", "held": "help(s)"}


def test_an_interface_chooses_a_method_under_the_lock(tmp_path: Path) -> None:
    more = WORKER.format(more="Start()")
    status, reason = found(tmp_path, {**THROUGH_AN_INTERFACE, "more": more})
    assert status is Status.DECLINED
    assert reason.startswith("a function would take the lock twice")


@pytest.mark.parametrize("case", ["another type", "without the lock"])
def test_an_interface_chooses_none_that_matters(tmp_path: Path, case: str) -> None:
    parts = {"signal": "", "start": "", "held": "help(other{})"}
    more = WORKER.format(more="Rest()") + "\ntype other struct{}\n\nfunc (other) Work() {}\n\n"
    more += "func (other) Rest() {}\n"
    if case == "without the lock":
        parts, more = {**parts, "held": "", "after": "help(s)"}, WORKER.format(more="Stop()")
    assert found(tmp_path, {**parts, "more": more})[0] is Status.FIXED

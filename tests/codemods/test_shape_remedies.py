"""Remedies without a lock: what they leave alone, and what they write."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import pytest
from gofixmap_codemods._shape_remedies import RANK, shape_remedies

from gofixmap.codemod import Codemod, Context, Finding, Safety, Symbol
from gofixmap.engine import Request, run
from gofixmap.registry import Registry


class Shapes(Codemod):
    """The remedies by themselves."""

    name = "shapes"
    query = "(source_file) @file"
    declines: ClassVar = {"needs-join": "{where} {what} {name}"}

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        return shape_remedies(symbol, context.races_of(symbol), context)


HEAD = """package m

import (
	"sync"
	"time"
)

var _ = time.Sleep

type group struct{ wg sync.WaitGroup }

func (g *group) Go(f func() error) { go f() }

func f() error { return nil }

func g(n int) (int, error) { return n, nil }

func own() *own2 { return nil }

type own2 struct{}

func (*own2) Error() string { return "" }

func log(...any) {}

"""


def findings(root: Path, code: str, target: str) -> tuple[list[Finding], str]:
    (root / "go.mod").write_text("module example.com/m\n\ngo 1.27\n", encoding="utf-8")
    (root / "a.go").write_text(HEAD + code, encoding="utf-8")
    request = Request((root,), ("shapes",), targets=(target,), apply=True, jobs=1)
    result = run(request, registry=Registry([Shapes]))
    assert not result.problems
    after = result.after.get("a.go", (HEAD + code).encode()).decode()
    return list(result.findings), after.removeprefix(HEAD)


NOT_PRIVATE = {
    "read after the join": """func F() error {
	var err error
	done := make(chan bool)
	go func() {
		err = f()
		close(done)
	}()
	<-done
	return err
}
""",
    "read after Wait on one way": """func F(ok bool) error {
	var wg sync.WaitGroup
	err := f()
	wg.Go(func() { err = f(); log(err) })
	wg.Wait()
	if ok {
		err = f()
	}
	return err
}
""",
    "the value from outside is read first": """func F() {
	err := f()
	var wg sync.WaitGroup
	wg.Go(func() {
		if err != nil {
			return
		}
		err = f()
		log(err)
	})
	_, err = g(1)
	log(err)
	wg.Wait()
}
""",
    "made from what it was": """func F() {
	err := 0
	var wg sync.WaitGroup
	wg.Go(func() { err++; log(err) })
	wg.Wait()
	err = 2
	log(err)
}
""",
    "another goroutine reads it": """func F() {
	var err error
	var wg sync.WaitGroup
	wg.Go(func() { err = f(); log(err) })
	wg.Go(func() { log(err) })
	wg.Wait()
}
""",
    "a pointer to it": """func F() {
	var err error
	p := &err
	var wg sync.WaitGroup
	wg.Go(func() { err = f(); log(err) })
	wg.Wait()
	log(*p)
}
""",
    "a deferred closure reads it": """func F() {
	var err error
	defer func() { log(err) }()
	var wg sync.WaitGroup
	wg.Go(func() { err = f(); log(err) })
	wg.Wait()
}
""",
    "a bare return hands it out": """func F() (err error) {
	var wg sync.WaitGroup
	wg.Go(func() { err = f(); log(err) })
	wg.Wait()
	return
}
""",
    "the loop around looks at it": """func F() {
	var err error
	var wg sync.WaitGroup
	for err == nil {
		wg.Go(func() { err = f(); log(err) })
		wg.Wait()
	}
}
""",
    "written by a closure in the goroutine": """func F() {
	err := f()
	log(err)
	var wg sync.WaitGroup
	wg.Go(func() {
		set := func() { err = f() }
		set()
		log(err)
	})
	wg.Wait()
}
""",
    "written on one way of the goroutine only": """func F(ok bool) {
	err := f()
	log(err)
	var wg sync.WaitGroup
	wg.Go(func() {
		if ok {
			err = f()
		}
		log(err)
	})
	wg.Wait()
}
""",
    "no goroutine at all": """func F() {
	var err error
	set := func() { err = f(); log(err) }
	set()
}
""",
    "started and called": """func F() {
	var err error
	set := func() { err = f(); log(err) }
	go set()
	set()
}
""",
    "the declaration would be unused": """func F() {
	n, err := g(1)
	var wg sync.WaitGroup
	wg.Go(func() { err = f(); log(err, n) })
	wg.Wait()
}
""",
}


@pytest.mark.parametrize("code", NOT_PRIVATE.values(), ids=NOT_PRIVATE.keys())
def test_a_value_that_passes_between_goroutines_stays_shared(tmp_path: Path, code: str) -> None:
    found, after = findings(tmp_path, code, "F.err")
    assert not [finding for finding in found if finding.fix is not None]
    assert after == code


PRIVATE = {
    "another type than the variable's": (
        "err = own()\n\t\tlog(err)",
        "var err error\n\t\terr = own()\n\t\tlog(err)",
    ),
    "an if and nothing behind it": (
        "if err = f(); err != nil {\n\t\t\tlog(err)\n\t\t}",
        "if err := f(); err != nil {\n\t\t\tlog(err)\n\t\t}",
    ),
    "an if, and a read behind it": (
        "if err = f(); err != nil {\n\t\t\treturn\n\t\t}\n\t\tlog(err)",
        "var err error\n\t\tif err = f(); err != nil {\n\t\t\treturn\n\t\t}\n\t\tlog(err)",
    ),
    "in an inner block": (
        "for range 3 {\n\t\t\terr = f()\n\t\t\tlog(err)\n\t\t}",
        "for range 3 {\n\t\t\terr := f()\n\t\t\tlog(err)\n\t\t}",
    ),
    "set on both ways": (
        "if len(xs) > 0 {\n\t\t\terr = f()\n\t\t} else {\n\t\t\terr = own()\n\t\t}\n\t\tlog(err)",
        "var err error\n\t\tif len(xs) > 0 {\n\t\t\terr = f()\n\t\t} else {\n"
        "\t\t\terr = own()\n\t\t}\n\t\tlog(err)",
    ),
    "an element beside it": (
        "xs[0], err = g(1)\n\t\tlog(err)",
        "var err error\n\t\txs[0], err = g(1)\n\t\tlog(err)",
    ),
    "never read": ("xs[0], err = g(1)", "xs[0], _ = g(1)"),
}


@pytest.mark.parametrize(("before", "after"), PRIVATE.values(), ids=PRIVATE.keys())
def test_the_form_of_the_declaration(tmp_path: Path, before: str, after: str) -> None:
    code = (
        "func F(xs []int) error {\n\terr := f()\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n"
        "\tgo func() {\n\t\tBODY\n\t\twg.Done()\n\t}()\n\t_, err = g(1)\n\twg.Wait()\n"
        "\t_, err = g(2)\n\treturn err\n}\n"
    )
    found, text = findings(tmp_path, code.replace("BODY", before), "F.err")
    assert text == code.replace("BODY", after)
    assert [(each.rank, each.safety) for each in found] == [(RANK, Safety.TARGET)]


NOT_MOVED = {
    "only on one way": "if n > 0 {\n\t\t\twg.Add(1)\n\t\t}",
    "behind a return": "if n > 0 {\n\t\t\treturn\n\t\t}\n\t\twg.Add(1)",
    "as many as there are": "wg.Add(n)",
    "in a closure": "func() { wg.Add(1) }()",
}


@pytest.mark.parametrize("body", NOT_MOVED.values(), ids=NOT_MOVED.keys())
def test_an_add_that_may_not_run_stays(tmp_path: Path, body: str) -> None:
    code = (
        "func F(n int) {\n\tvar wg sync.WaitGroup\n\tgo func() {\n\t\t"
        + body
        + "\n\t\tdefer wg.Done()\n\t}()\n\twg.Wait()\n}\n"
    )
    found, after = findings(tmp_path, code, "F.wg")
    assert not found
    assert after == code


def test_an_add_of_a_function_that_is_also_called_stays(tmp_path: Path) -> None:
    code = (
        "func run(wg *sync.WaitGroup) {\n\twg.Add(1)\n\twg.Done()\n}\n\n"
        "func F() {\n\tvar wg sync.WaitGroup\n\tgo run(&wg)\n\trun(&wg)\n\twg.Wait()\n}\n"
    )
    assert findings(tmp_path, code, "F.wg") == ([], code)


NOT_DEFERRED = {
    "ready, not done": "wg.Done()\n\t\tfor x := range xs {\n\t\t\tn = x\n\t\t}",
    "a send behind it": "wg.Done()\n\t\tn = 1\n\t\txs <- n",
    "unknown code behind it": "wg.Done()\n\t\tn = call()",
    "a lock behind it": "wg.Done()\n\t\tmu.Lock()\n\t\tn = 1\n\t\tmu.Unlock()",
    "an endless loop behind it": "wg.Done()\n\t\tfor {\n\t\t\tn++\n\t\t}",
    "twice": "wg.Done()\n\t\tn = 1\n\t\twg.Done()",
    "not on every way": "if b {\n\t\t\twg.Done()\n\t\t}\n\t\tn = 1",
    "before it": "n = 1\n\t\twg.Done()",
    "deferred": "defer wg.Done()\n\t\tn = 1",
    "in another literal": "func() { wg.Done() }()\n\t\tn = 1",
}


@pytest.mark.parametrize("body", NOT_DEFERRED.values(), ids=NOT_DEFERRED.keys())
def test_a_done_that_is_no_end_stays(tmp_path: Path, body: str) -> None:
    code = (
        "func F(xs chan int, call func() int, b bool) int {\n\tvar wg sync.WaitGroup\n"
        "\tvar mu sync.Mutex\n\tmu.Lock()\n\tmu.Unlock()\n\tn := 0\n"
        "\twg.Add(1)\n\tgo func() {\n\t\t" + body + "\n\t}()\n\twg.Wait()\n\treturn n\n}\n"
    )
    found, after = findings(tmp_path, code, "F.n")
    assert not found
    assert after == code


def test_done_as_the_first_statement(tmp_path: Path) -> None:
    code = (
        "func F() int {\n\tvar wg sync.WaitGroup\n\tn := 0\n\twg.Add(1)\n\tgo func() {\n"
        "\t\twg.Done()\n\t\tn = 1\n\t}()\n\twg.Wait()\n\treturn n\n}\n"
    )
    _, after = findings(tmp_path, code, "F.n")
    assert after == code.replace("\t\twg.Done()", "\t\tdefer wg.Done()")


JOINED = {
    "Wait": "wg.Wait()",
    "a receive": "<-done",
    "select": "select {\n\tcase <-done:\n\t}",
    "polled": "for n == 0 {\n\t\ttime.Sleep(1)\n\t}",
    "locked": "mu.Lock()\n\tdefer mu.Unlock()",
}


@pytest.mark.parametrize("join", JOINED.values(), ids=JOINED.keys())
def test_no_join_is_missing(tmp_path: Path, join: str) -> None:
    code = (
        "func F(mu *sync.Mutex, wg *sync.WaitGroup, done chan bool) int {\n\tn := 0\n"
        "\tgo func() {\n\t\tn++\n\t}()\n\t" + join + "\n\treturn n\n}\n"
    )
    assert findings(tmp_path, code, "F.n") == ([], code)


def test_a_goroutine_that_is_meant_to_run_on_lacks_no_join(tmp_path: Path) -> None:
    code = (
        "func F(ch chan int) int {\n\tn := 0\n\tgo func() {\n\t\tfor {\n\t\t\tn += <-ch\n"
        "\t\t}\n\t}()\n\treturn n\n}\n"
    )
    assert findings(tmp_path, code, "F.n") == ([], code)


def test_the_missing_join_is_named(tmp_path: Path) -> None:
    code = (
        "func F() int {\n\tn := 0\n\tgo func() {\n\t\tn++\n\t}()\n\ttime.Sleep(1)\n\treturn n\n}\n"
    )
    (found,), _ = findings(tmp_path, code, "F.n")
    line = HEAD.count("\n")
    assert (found.reason_id, found.rank) == ("needs-join", RANK)
    assert f"a.go:{line + 3}" in found.reason
    assert f"a.go:{line + 7}" in found.reason

"""The names that a sieve for openers looks for: none that may give a value may be missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.lifetime.called import words_called
from gofixmap.semantics.lifetime.giving import names_giving
from gofixmap.semantics.lifetime.obligations import is_released_at_once, obligations_in
from gofixmap.semantics.lifetime.openers import BODY
from gofixmap.semantics.lifetime.outcomes import is_plainly_ended, outcome_of

Make = Callable[..., Any]

DEEP = """package deep

import web "net/http"

type Client[T any] struct{}

func (c *Client[T]) Fetch(f func(T) (T, error)) (T, error) { return f(*new(T)) }
func (c *Client[T]) Count() int { return 0 }
func (c *Client[T]) Shut(f func(T) error) error { return nil }
func Must[A any](v A, err error) A { return v }
func Pair[M ~[]E, E any](m M) (e E, err error) { return }
func (c *Client[T]) hidden() (T, error) { return *new(T), nil }

type Caller interface {
	Call(path string) (
		*web.Response, error)
	Name() string
}

func Odd(v interface{ M(a int) }, s struct{ A int }) *web.Response { return nil }
func OfRequest(r *web.Request) string { return "Response" }
func Makes() func() (*web.Response, error) { return nil }

type Doer[T any] interface {
	Perform() (T, error)
	Stop() error
}

type (
	Grouped[
		T any,
	] interface {
		Later() (T, error)
	}
	Plain interface{ Last() error }
)
"""

MIDDLE = """package middle

import "example.com/m/deep"

var Ask = deep.Makes()

var (
	Limit = 10
	Mode  = "fast"
)

type Wrap struct{ deep.Caller }
"""

MAIN = """package main

import "example.com/m/middle"

func main() {
	var w middle.Wrap
	w.Call("/")
	middle.Ask()
}
"""


def names(make: Make) -> frozenset[bytes]:
    found = make({"deep/d.go": DEEP, "middle/m.go": MIDDLE, "main.go": MAIN}, "main.go")
    return names_giving(found.semantics, found.info.package, "*net/http.Response")


@pytest.mark.parametrize(
    "name",
    [
        *("Call", "Odd", "Makes", "Fetch", "Perform", "Ask", "Get", "Do", "RoundTrip"),
        *("ReadResponse", "Pair", "Later"),
    ],
)
def test_what_may_give_a_response_is_among_the_names(snippet: Make, name: str) -> None:
    assert name.encode() in names(snippet)


@pytest.mark.parametrize(
    "name",
    [
        *("Count", "OfRequest", "Limit", "Mode", "main", "M", "Shut", "Must", "Stop"),
        "hidden",
    ],
)
def test_what_cannot_give_one_is_not(snippet: Make, name: str) -> None:
    assert name.encode() not in names(snippet)


def test_a_package_that_leads_nowhere_has_no_names(snippet: Make) -> None:
    found = snippet({"main.go": 'package main\n\nimport "math"\n\nvar _ = math.Pi\n'}, "main.go")
    assert names_giving(found.semantics, found.info.package, "*net/http.Response") == frozenset()


@pytest.mark.parametrize(
    ("call", "is_called"),
    [
        ("c.Get(u)", True),
        ("c.Get [T](u)", True),
        ("(c.Get)(u)", True),
        ("c.Get/* why */(u)", True),
        ("c.Get.Do(u)", False),
        ("c.GetAll(u)", False),
        ("f := c.Get", False),
        ("g(c.Get, u)", False),
        ("g\u00fcGet(u)", False),
    ],
)
def test_words_that_may_be_called(call: str, is_called: bool) -> None:
    assert (b"Get" in words_called(call.encode())) is is_called


CHECK = "if err != nil {\n\treturn\n}\n"


@pytest.mark.parametrize(
    ("between", "deferred", "at_once"),
    [
        (CHECK, "resp.Body.Close()", True),
        ("// why\n", "resp.Body.Close()", True),
        ("if err == nil {\n\treturn\n}\n", "resp.Body.Close()", False),
        ("if err != nil || ok {}\n", "resp.Body.Close()", False),
        ("if err != nil {} else { return }\n", "resp.Body.Close()", False),
        ("if e2 != nil { return }\n", "resp.Body.Close()", False),
        ("if x := 1; err != nil { _ = x }\n", "resp.Body.Close()", False),
        ("println()\n", "resp.Body.Close()", False),
        (CHECK, "other.Body.Close()", False),
        (CHECK, "resp.Write(nil)", False),
    ],
)
def test_a_release_at_once_is_told_by_the_text(
    snippet: Make, between: str, deferred: str, at_once: bool
) -> None:
    declared = "var e2 error\nvar ok bool\nvar other *http.Response\n"
    lines = f"resp, err := http.Get(u)\n{between}defer {deferred}\n_, _ = resp, err"
    text = f'package p\n\nimport "net/http"\n\n{declared}\nfunc f(u string) {{\n{lines}\n}}\n'
    found = snippet({"p.go": text}, "p.go")
    function = found.info.file.declarations[-1].node
    (it,) = obligations_in(found.info, function, (BODY,))
    assert is_released_at_once(it) is at_once
    assert bool(obligations_in(found.info, function, (BODY,), skip=is_released_at_once)) != at_once


@pytest.mark.parametrize(
    ("lines", "ended"),
    [
        ("if err != nil {\n\treturn nil\n}\nresp.Body.Close()\nreturn nil", True),
        ("if err != nil {\n\treturn nil\n}\nreturn resp", True),
        ("if ok {\n\treturn nil\n}\nresp.Body.Close()\nreturn nil", False),
        ("go func() { _ = func() *http.Response { return resp } }()\nreturn nil", False),
        ("if err != nil {\n\treturn nil\n}\nresp.Write(nil)\nreturn nil", False),
        ("x := resp.Body.Close\n_ = x\nreturn nil", False),
        ("defer func() {\n\tresp.Body.Close()\n}()\nprintln(err)\nreturn nil", True),
    ],
)
def test_releases_and_returns_that_end_it_on_every_way(
    snippet: Make, lines: str, ended: bool
) -> None:
    head = 'package p\n\nimport "net/http"\n\nvar ok bool\n\nfunc f(u string) *http.Response {\n'
    found = snippet({"p.go": f"{head}\tresp, err := http.Get(u)\n_ = err\n{lines}\n}}\n"}, "p.go")
    function = found.info.file.declarations[-1].node
    (it,) = obligations_in(found.info, function, (BODY,))
    assert is_plainly_ended(it) is ended
    assert not ended or outcome_of(it).state != "leaks"

"""Responses that a function opens: released, handed over, or leaked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.lifetime.obligations import obligations_in
from gofixmap.semantics.lifetime.openers import BODY
from gofixmap.semantics.lifetime.outcomes import outcome_of

Make = Callable[..., Any]

HEADER = """
import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

var _ = errors.Is
var _ = bufio.NewReader
var _ = gzip.NewReader
var _ = json.Marshal
var _ = fmt.Errorf
var _ = io.Copy
var _ = httptest.NewRecorder
var _ testing.TB

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

type api interface {
	Fetch() (string, *http.Response, error)
}

type keeper struct{ resp *http.Response }

var last *http.Response

func closeAll(c io.Closer) { c.Close() }
func closeResponse(resp *http.Response) {
	if resp != nil {
		resp.Body.Close()
	}
}
func look(resp *http.Response) int { return resp.StatusCode }
func wrap(resp *http.Response) *keeper { return &keeper{resp} }
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
func open(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != 200 {
		resp.Body.Close()
		return nil, errors.New("bad")
	}
	return resp, nil
}
func closed(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err == nil {
		resp.Body.Close()
	}
	return resp, err
}
func replaced(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(nil)
	return resp, nil
}
func made() *http.Response { return &http.Response{} }
"""

PARAMETERS = (
    "u string, c *http.Client, rt http.RoundTripper, req *http.Request, d doer, a api, k *keeper, "
    "t *testing.T, cb func(*http.Response), cond bool"
)
GET = "resp, err := http.Get(u)\nif err != nil {\nreturn err\n}\n"

CASES = {
    "released": [
        GET + "defer resp.Body.Close()\nreturn nil",
        GET + "defer func() { _ = resp.Body.Close() }()\nreturn nil",
        GET + "b := resp.Body\ndefer b.Close()\nreturn nil",
        GET + "resp.Body.Close()\nreturn nil",
        GET + "return resp.Body.Close()",
        GET + "defer closeAll(resp.Body)\nreturn nil",
        GET + "closeResponse(resp)\nreturn nil",
        GET + "func() { resp.Body.Close() }()\nreturn nil",
        "resp, err := http.Get(u)\nif err == nil {\nresp.Body.Close()\n}\nreturn err",
        "resp, err := http.Get(u)\nif resp != nil {\ndefer resp.Body.Close()\n}\nreturn err",
        "resp, err := http.Get(u)\nif resp != nil && resp.Body != nil {\n"
        "defer resp.Body.Close()\n}\nreturn err",
        "resp, err := http.Get(u)\nswitch {\ncase err != nil:\nreturn err\n}\n"
        "resp.Body.Close()\nreturn nil",
        "resp, err := http.Get(u)\nswitch err {\ncase nil:\nresp.Body.Close()\n}\nreturn nil",
        "resp, err := http.Get(u)\nif errors.Is(err, io.EOF) {\nreturn nil\n}\n"
        "if err != nil {\nreturn err\n}\nresp.Body.Close()\nreturn nil",
        "resp, err := http.Get(u)\nif e, ok := err.(*http.ProtocolError); ok {\nreturn e\n}\n"
        "if err != nil {\nreturn err\n}\nresp.Body.Close()\nreturn nil",
        "var resp *http.Response\nvar err error\nfor range 3 {\nresp, err = http.Get(u)\n"
        "if err == nil {\nbreak\n}\n}\nif err != nil {\nreturn err\n}\n"
        "defer resp.Body.Close()\nreturn nil",
        "var resp *http.Response\ndefer func() {\nif resp != nil {\nresp.Body.Close()\n}\n}()\n"
        "resp, err := c.Do(req)\nreturn err",
        "if resp, err := http.Get(u); err == nil {\nresp.Body.Close()\n}\nreturn nil",
        "resp, err := http.Get(u)\nif err != nil {\nt.Fatal(err)\n}\nresp.Body.Close()\nreturn nil",
    ],
    "handed over": [
        GET + "t.Cleanup(resp.Body.Close2)\nk.resp = resp\nreturn nil",
        GET + "last = resp\nreturn nil",
        GET + "k.resp = resp\nreturn nil",
        GET + "*k = keeper{resp}\nreturn nil",
        GET + "go func() { io.Copy(nil, resp.Body); resp.Body.Close() }()\nreturn nil",
        GET + "k = wrap(resp)\nlast = k.resp\nreturn nil",
        GET + "f := resp.Body.Close\nf()\nreturn nil",
    ],
    "unknown": [GET + "cb(resp)\nreturn nil"],
    "leaks": [
        GET + "return nil",
        GET + "fmt.Println(resp.StatusCode)\nreturn nil",
        GET + "io.ReadAll(resp.Body)\nreturn nil",
        GET + "return json.NewDecoder(resp.Body).Decode(k)",
        GET + "if look(resp) != 200 {\nreturn errors.New(resp.Status)\n}\n"
        "defer resp.Body.Close()\nreturn nil",
        GET + "gz, err := gzip.NewReader(resp.Body)\nif err != nil {\nreturn err\n}\n"
        "defer gz.Close()\nreturn nil",
        "resp, err := http.Get(u)\nif err != nil || resp.StatusCode != 200 {\nreturn err\n}\n"
        "resp.Body.Close()\nreturn nil",
        GET + "b, err := io.ReadAll(resp.Body)\nif err != nil {\nreturn err\n}\n_ = b\n"
        "resp.Body.Close()\nreturn nil",
        "for range 3 {\nresp, err := http.Get(u)\nif err != nil {\ncontinue\n}\n_ = resp\n}\n"
        "return nil",
        GET
        + "resp, err = http.Get(u)\nif err != nil {\nreturn err\n}\nresp.Body.Close()\nreturn nil",
        "resp, _ := http.Get(u)\n_ = resp\nreturn nil",
        "_, err := http.Get(u)\nreturn err",
        "http.Get(u)\nreturn nil",
        "resp, err := c.Do(req)\n_, _ = resp, err\nreturn nil",
        "resp, err := rt.RoundTrip(req)\n_, _ = resp, err\nreturn nil",
        "resp, err := d.Do(req)\n_, _ = resp, err\nreturn nil",
        "resp, err := open(u)\n_, _ = resp, err\nreturn nil",
        "resp, err := http.ReadResponse(nil, req)\n_, _ = resp, err\nreturn nil",
    ],
    "nothing": [
        "resp, err := closed(u)\n_, _ = resp, err\nreturn nil",
        "resp, err := replaced(u)\n_, _ = resp, err\nreturn nil",
        "resp := made()\n_ = resp\nreturn nil",
        "resp := httptest.NewRecorder().Result()\n_ = resp\nreturn nil",
        "_, resp, err := a.Fetch()\n_, _ = resp, err\nreturn nil",
        "resp := k.resp\n_ = resp\nreturn nil",
        "var err error\nk.resp, err = http.Get(u)\nreturn err",
        "var err error\nlast, err = http.Get(u)\nreturn err",
        "resp := must(http.Get(u))\n_ = resp\nreturn nil",
    ],
}
ROWS = [(state, body) for state, bodies in CASES.items() for body in bodies]


@pytest.mark.parametrize(("state", "body"), ROWS)
def test_outcome(snippet: Make, state: str, body: str) -> None:
    made = snippet(f"{HEADER}\nfunc run({PARAMETERS}) error {{\n{body}\n}}")
    function = made.info.file.declarations[-1].node
    found = obligations_in(made.info, function, (BODY,))
    if state == "nothing":
        assert not found
        return
    assert found
    outcomes = [outcome_of(each) for each in found]
    assert any(each.state == state for each in outcomes), outcomes


@pytest.mark.parametrize(
    "body",
    [
        "return http.Get(u)",
        "resp, err := http.Get(u)\nreturn resp, err",
        "resp, err := http.Get(u)\nif err != nil {\nreturn nil, err\n}\nreturn resp, nil",
        "r, err = http.Get(u)\nreturn",
    ],
)
def test_what_is_returned_is_handed_over(snippet: Make, body: str) -> None:
    made = snippet(f"{HEADER}\nfunc run(u string) (r *http.Response, err error) {{\n{body}\n}}")
    function = made.info.file.declarations[-1].node
    states = [outcome_of(each).state for each in obligations_in(made.info, function, (BODY,))]
    assert "leaks" not in states

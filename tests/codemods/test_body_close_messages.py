"""What body-close says of a body that is read to its end, and of errors that tests assert."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofixmap.engine import Request, run
from gofixmap.model import Safety

READ = """package read

import (
	"io"
	"net/http"
)

func read(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	%s
	return text, nil
}
"""


@pytest.mark.parametrize(
    ("closing", "message"),
    [
        ("", "the body of resp is read to its end but not closed; over HTTP/1 no connection is "),
        ("_ = resp.Body.Close()", "the body of resp is not closed on the way out at line"),
    ],
    ids=["never", "elsewhere"],
)
def test_a_close_that_is_there_is_not_missed(tmp_path: Path, closing: str, message: str) -> None:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n", encoding="utf-8")
    (tmp_path / "a.go").write_text(READ % closing, encoding="utf-8")
    request = Request(paths=(tmp_path,), select=("body-close",), safety=Safety.REVIEW, jobs=1)
    (found,) = run(request).findings
    assert found.message.startswith(message)


ASSERT = """package assert

type TestingT interface{ Errorf(string, ...any) }

type Assertions struct{ t TestingT }

func NoError(t TestingT, err error, text ...any) bool { return err == nil }

func Error(t TestingT, err error, text ...any) bool { return err != nil }

func (a *Assertions) NoErrorf(err error, text string, more ...any) bool { return err == nil }
"""

CHECKED = """package checked

import (
	"net/http"

	"github.com/stretchr/testify/assert"
)

func status(t assert.TestingT, a *assert.Assertions, url string) int {
	resp, err := http.Get(url)
	%s
	return 0
}
"""


@pytest.mark.parametrize(
    ("check", "is_left_open"),
    [
        ("if assert.NoError(t, err) {\nresp.Body.Close()\n}", False),
        ("if !assert.NoError(t, err) {\nreturn 0\n}\nresp.Body.Close()", False),
        ('if !a.NoErrorf(err, "get") {\nreturn 0\n}\nresp.Body.Close()', False),
        ("if assert.Error(t, err) {\nreturn 0\n}\nresp.Body.Close()", False),
        ("if assert.NoError(t, err) {\nreturn resp.StatusCode\n}", True),
    ],
)
def test_asserting_conditions_are_checks(tmp_path: Path, check: str, is_left_open: bool) -> None:
    (tmp_path / "assert").mkdir()
    (tmp_path / "go.mod").write_text("module github.com/stretchr/testify\n\ngo 1.27\n", "utf-8")
    (tmp_path / "assert/assert.go").write_text(ASSERT, encoding="utf-8")
    (tmp_path / "a.go").write_text(CHECKED % check, encoding="utf-8")
    request = Request(paths=(tmp_path,), select=("body-close",), safety=Safety.REVIEW, jobs=1)
    assert bool(run(request).findings) is is_left_open

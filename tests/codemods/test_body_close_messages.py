"""What body-close says of a body that is read to its end."""

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

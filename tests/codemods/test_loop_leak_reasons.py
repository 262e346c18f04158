"""What loop-leak says where a deferred release has to wait for the end of its function."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofixmap.engine import Request, run
from gofixmap.model import Safety

LAYERS = """package layers

import "os"

type layer struct{ any }

var decode func(*os.File) (*layer, error)

func open(paths []string) (found []*layer, err error) {
	kept := map[string]*layer{}
	var files []*os.File
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		%s
	}
	return found, use(files, kept)
}

func use(...any) error { return nil }
"""


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("files = append(files, f)", "f is still used later, as files (line 20)"),
        ("l, _ := decode(f); found = append(found, l)", "f has given what found holds, which may"),
        ("l, _ := decode(f); kept[path] = l", "f has given what is kept in kept[path] (line 18)"),
    ],
    ids=["itself", "result", "element"],
)
def test_says_no_more_than_is_known(tmp_path: Path, inside: str, reason: str) -> None:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n", encoding="utf-8")
    (tmp_path / "a.go").write_text(LAYERS % inside, encoding="utf-8")
    request = Request(paths=(tmp_path,), select=("loop-leak",), safety=Safety.REVIEW, jobs=1)
    (found,) = run(request).findings
    assert found.reason.startswith(reason)

"""A file that is split again has the same declarations."""

from __future__ import annotations

import pytest

from gofixmap.syntax import split as module
from gofixmap.syntax.split import split

FILES = (
    b"",
    b"package m\n",
    b'\xef\xbb\xbfpackage m\n\nimport "fmt"\n\n// f\nfunc f() {}\n\nvar x = `\nfunc g() {}\n`\n',
    b"package m; type t int; const c = 1; func (t) m() {}\n",
    b"package m\nfunc f() {\nfunc g() {}\ntype\n",
    b"func f() {}\r\nvar (\r\n\ta = 1\r\n)\r\n",
)


@pytest.mark.parametrize("data", FILES)
def test_what_is_known_is_what_was_split(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_known", {})
    first = split(data)
    monkeypatch.setattr(module, "_split", lambda *_: pytest.fail("split again"))
    assert split(bytes(bytearray(data))) == first


def test_other_bytes_of_the_same_length_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_known", {})
    assert [each.keyword for each in split(b"package m\nvar a = 1\n")] == ["var"]
    assert [each.keyword for each in split(b"package m\n// a = 11\n\n")] == []


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_known", {})
    monkeypatch.setattr(module, "_MOST_KNOWN", 2)
    for number in range(5):
        split(b"package m%d\n" % number)
    assert len(module._known) <= 2

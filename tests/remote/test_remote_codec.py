"""Plain data as bytes: what comes back is what went in, and nothing else can come back."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gofixmap.config import Settings
from gofixmap.engine.discovery import Directory, GoFile
from gofixmap.engine.pool import TaskResult
from gofixmap.engine.remote.codec import CodecError, decode, encode
from gofixmap.engine.timings import Timings
from gofixmap.engine.worker import Outcome
from gofixmap.model import Edit, FileProblem, Finding, Fix, Safety, Status
from gofixmap.registry import installed
from gofixmap.text import Span


def is_spelled_by_files(text: str) -> bool:
    """Only surrogates that stand for a byte can be in a file's name."""
    try:
        return os.fsencode(text) is not None
    except UnicodeEncodeError:
        return False


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=())).filter(is_spelled_by_files)
    | st.binary(),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=30)
@given(PLAIN)
def test_plain_data_comes_back(value: object) -> None:
    found = decode(encode(value))
    assert found == value
    assert type(found) is type(value)


def test_what_is_neither_text_nor_a_name_is_no_plain_data() -> None:
    with pytest.raises(CodecError, match="neither text nor the name of a file"):
        encode(["\ud800"])


def test_what_the_engine_sends_comes_back() -> None:
    chosen = Settings(frozenset({"b", "a"}), safety=Safety.REVIEW, options=(("x.y", True),))
    file = GoFile("odd\udcff.go", 2**70, chosen, False)
    codemods = installed().codemods[:2]
    fix = Fix("add", (Edit("a.go", 1, 2, "\t\n"),))
    finding = Finding(
        codemod="nil-map",
        message="m",
        path="a.go",
        span=Span(1, 2),
        symbol="p.S",
        safety=Safety.SAFE,
        status=Status.FIXABLE,
        fix=fix,
    )
    outcome = Outcome("/tree", [finding], [], [FileProblem("a.go", "is bad")], 3)
    result = TaskResult([outcome], 3, Timings(read=0.5))
    for value in (Directory("/tree", (file,)), codemods, Path("/x"), {Span(1, 2): {1}}, result):
        found = decode(encode(value))
        assert found == value
        assert type(found) is type(value)


@dataclass(frozen=True)
class Elsewhere:
    name: str


@pytest.mark.parametrize("value", [object(), Elsewhere("x"), print, subprocess.Popen, lambda: 0])
def test_what_is_no_data_of_gofixmap_is_not_sent(value: object) -> None:
    with pytest.raises(CodecError):
        decode(encode(value))


@pytest.mark.parametrize(
    "message",
    [
        ["c", "subprocess:Popen", "true"],
        ["c", "os:system", "true"],
        ["c", "gofixmap.engine.git:subprocess", "true"],
        ["c", "gofixmap.engine.git:subprocess.Popen", "true"],
        ["c", "gofixmap.engine.pool:Pool", 1],
        ["c", "gofixmap.text:Span", 1],
        ["n", "gofixmap.text:Span", 1, 2],
        ["n", "gofixmap.engine.discovery:GoFile"],
        ["e", "gofixmap.model:Status", "GONE"],
        ["e", "gofixmap.text:Span", "start"],
        ["c", "gofixmap.no_such_module:X"],
        ["c", "gofixmap.cli.__main__:main"],
        ["k", "no-such-codemod"],
        ["x", 1],
        [],
        [["t"], 1],
        ["d", "odd"],
    ],
)
def test_bytes_that_name_anything_else_are_refused(message: object) -> None:
    with pytest.raises(CodecError):
        decode(msgspec.msgpack.encode(message))


@settings(max_examples=50)
@given(st.binary(max_size=64))
def test_any_bytes_give_a_value_or_a_refusal(data: bytes) -> None:
    try:
        decode(data)
    except CodecError:
        return

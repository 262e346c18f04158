"""The data of code actions, as they go out and as they come back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.errors import UsageError
from gofixmap.lsp.ask import Ask, read_ask
from gofixmap.model import Symbol
from gofixmap.text import Span

KEYS = ("kind", "uri", "version", "id", "codemod", "symbol", "name", "path", "start", "end")
SYMBOL = Symbol("example.com/shop", "Store", "items", "field", "shop.go", Span(3, 8))
SYMBOL_JSON = Ask("symbol", "file:///a.go", codemod="c", symbol=SYMBOL).as_json()["symbol"]


@pytest.mark.parametrize(
    "ask",
    [
        Ask("fix", "file:///a.go", 3, id="x-0"),
        Ask("fix", "file:///a.go", 0, id="x-0"),
        Ask("ignore", "file:///a.go", 3, id="x-0"),
        Ask("file", "file:///a.go"),
        Ask("codemod", "file:///a.go", 3, codemod="map-mutex"),
        Ask("symbol", "file:///a.go", 3, codemod="map-mutex", symbol=SYMBOL),
    ],
    ids=lambda ask: ask.kind,
)
def test_what_goes_out_comes_back(ask: Ask) -> None:
    assert read_ask(json.loads(json.dumps(ask.as_json()))) == ask


@pytest.mark.parametrize("identity", ["x-0", {"id": "x-0"}])
def test_a_diagnostic_names_its_fix(identity: object) -> None:
    assert read_ask({"uri": "file:///a.go", "id": identity}) == Ask("fix", "file:///a.go", id="x-0")


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        "fix",
        {},
        {"kind": "fix"},
        {"kind": "fix", "uri": "file:///a.go"},
        {"kind": "fix", "uri": 3, "id": "x"},
        {"kind": "fix", "uri": "file:///a.go", "id": 3},
        {"kind": "fix", "uri": "file:///a.go", "id": {"id": []}},
        {"kind": "fix", "uri": "file:///a.go", "id": "x", "version": "3"},
        {"kind": "fix", "uri": "file:///a.go", "id": "x", "version": True},
        {"kind": "everything", "uri": "file:///a.go"},
        {"kind": ["fix"], "uri": "file:///a.go", "id": "x"},
        {"kind": "codemod", "uri": "file:///a.go"},
        {"kind": "symbol", "uri": "file:///a.go", "codemod": "map-mutex"},
        {"kind": "symbol", "uri": "file:///a.go", "codemod": "c", "symbol": []},
        {"kind": "symbol", "uri": "file:///a.go", "codemod": "c", "symbol": {"name": "x"}},
        {
            "kind": "symbol",
            "uri": "file:///a.go",
            "codemod": "c",
            "symbol": SYMBOL_JSON | {"end": 1},
        },
        {
            "kind": "symbol",
            "uri": "file:///a.go",
            "codemod": "c",
            "symbol": SYMBOL_JSON | {"end": ""},
        },
        {
            "kind": "symbol",
            "uri": "file:///a.go",
            "codemod": "c",
            "symbol": SYMBOL_JSON | {"name": 1},
        },
    ],
)
def test_other_data_are_refused(given: Any) -> None:  # noqa: ANN401
    with pytest.raises(UsageError):
        read_ask(given)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, "x"]), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_comes_back_is_read_or_refused(value: Any) -> None:  # noqa: ANN401
    try:
        ask = read_ask(value)
    except UsageError:
        return
    assert read_ask(ask.as_json()) == ask

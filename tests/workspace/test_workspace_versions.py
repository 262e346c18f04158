"""The order of module versions, and the spelling of the module cache."""

from __future__ import annotations

import pytest

from gofixmap.workspace.versions import escape_module, unescape_module, version_key

ASCENDING = [
    "garbage",
    "v0.0.0-20200101000000-abcdefabcdef",
    "v0.0.0-20210101000000-abcdefabcdef",
    "v0.0.1",
    "v1.0.0-2",
    "v1.0.0-10",
    "v1.0.0-alpha",
    "v1.0.0-alpha.1",
    "v1.0.0-beta",
    "v1.0.0",
    "v1.0.1-0.20200101000000-abcdefabcdef",
    "v1.2.0",
    "v1.10.0",
    "v2.0.0+incompatible",
    "v10.0.0",
]


def test_semver_precedence() -> None:
    keys = [version_key(version) for version in ASCENDING]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_build_metadata_does_not_count() -> None:
    assert version_key("v2.0.0+incompatible") == version_key("v2.0.0")


@pytest.mark.parametrize(
    ("path", "escaped"),
    [
        ("example.com/a", "example.com/a"),
        ("github.com/BurntSushi/toml", "github.com/!burnt!sushi/toml"),
        ("v1.0.0-RC1", "v1.0.0-!r!c1"),
    ],
)
def test_case_escaping(path: str, escaped: str) -> None:
    assert escape_module(path) == escaped
    assert unescape_module(escaped) == path

"""Writes to map elements, planted into real packages: after apply everything compiles again."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted import Planter, table

MANY = (
    "archive/tar",
    "bufio",
    "compress/flate",
    "debug/elf",
    "debug/dwarf",
    "encoding/asn1",
    "encoding/gob",
    "encoding/json",
    "encoding/xml",
    "go/ast",
    "go/build",
    "go/doc",
    "go/parser",
    "go/printer",
    "go/scanner",
    "go/types",
    "html/template",
    "image/jpeg",
    "mime/multipart",
    "net/mail",
    "net/textproto",
    "net/url",
    "regexp",
    "regexp/syntax",
    "strconv",
    "text/tabwriter",
    "text/template",
    "text/template/parse",
)


@pytest.fixture(scope="module")
def planter(go: Path, go_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Planter:
    return Planter(go, go_env, tmp_path_factory.mktemp("planter"))


@pytest.mark.parametrize("package", ["text/tabwriter", "encoding/csv"])
def test_planted_writes_are_repaired(planter: Planter, tmp_path: Path, package: str) -> None:
    verdict = planter.drive(package, tmp_path, seed=1, sites=60)
    assert verdict.planted >= 50
    assert verdict.fixed >= 40
    assert verdict.is_good, table([verdict])


@pytest.mark.corpus
@pytest.mark.parametrize("package", MANY)
def test_many_planted_writes_are_repaired(planter: Planter, tmp_path: Path, package: str) -> None:
    verdict = planter.drive(package, tmp_path, seed=2, sites=400)
    assert verdict.is_good, table([verdict])

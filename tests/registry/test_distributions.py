"""Entries of installed distributions are those that importlib.metadata finds."""

from __future__ import annotations

import sys
import sysconfig
import zipfile
from collections.abc import Iterable
from importlib.metadata import (
    Distribution,
    DistributionFinder,
    MetadataPathFinder,
    entry_points,
)
from pathlib import Path

import pytest

from gofixmap import distributions
from gofixmap.distributions import GROUP, entries

TEXT = """[console_scripts]
tool = pkg:main

[gofixmap.codemods]
# nor = this
second = other_codemods
first=ours.codemods

[gofixmap.codemods.more]
third = no_codemods
"""


def found_by_metadata() -> list[tuple[str, str]]:
    return sorted((each.name, each.value) for each in entry_points(group=GROUP))


def install(site: Path, name: str, text: str) -> None:
    info = site / name
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name[:4]}\nVersion: 1\n")
    (info / "PKG-INFO").write_text(f"Metadata-Version: 2.1\nName: {name[:4]}\nVersion: 1\n")
    (info / "entry_points.txt").write_text(text)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put_first(monkeypatch, tmp_path)
    return tmp_path


def put_first(monkeypatch: pytest.MonkeyPatch, *places: Path) -> None:
    """These are all the places of distributions, beside the library of Python, which has none."""
    library = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib")]
    monkeypatch.setattr(sys, "path", [*map(str, places), *library])


def test_what_is_installed_here() -> None:
    assert entries() == found_by_metadata()
    assert ("builtin", "gofixmap_codemods") in entries()


@pytest.mark.parametrize("name", ["ours-1.dist-info", "ours.egg-info"])
def test_a_distribution_in_a_folder(site: Path, name: str) -> None:
    install(site, name, TEXT)
    assert entries() == found_by_metadata()
    assert entries() == [("first", "ours.codemods"), ("second", "other_codemods")]


def test_one_that_two_folders_have_counts_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site / "a", "ours-1.dist-info", TEXT)
    install(site / "b", "ours-1.dist-info", TEXT)
    put_first(monkeypatch, site / "a", site / "b", site / "none")
    assert entries() == found_by_metadata()


def test_distributions_without_our_entries(site: Path) -> None:
    install(site, "them-1.dist-info", "[console_scripts]\nthem = them:gofixmap.codemods\n")
    (site / "bare-1.dist-info").mkdir()
    assert entries() == []
    assert [each.changed for each in distributions.distributions()] == [0, 0]


def test_an_archive_is_looked_into(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = site / "ours.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("ours-1.dist-info/METADATA", "Name: ours\nVersion: 1\n")
        packed.writestr("ours-1.dist-info/entry_points.txt", TEXT)
    put_first(monkeypatch, archive)
    assert entries() == [("first", "ours.codemods"), ("second", "other_codemods")]


def test_another_finder_is_asked(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site / "hidden", "ours-1.dist-info", TEXT)

    class Finder:
        @staticmethod
        def find_spec(*_: object) -> None:
            return None

        @staticmethod
        def find_distributions(context: DistributionFinder.Context) -> Iterable[Distribution]:
            hidden = DistributionFinder.Context(path=[str(site / "hidden")])
            return MetadataPathFinder.find_distributions(hidden)

    assert entries() == []
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert entries() == [("first", "ours.codemods"), ("second", "other_codemods")]

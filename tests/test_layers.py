"""Who may import whom: the rooms of the house and their layers."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Room or module of gofixmap, and its layer. A module imports from lower layers and its own room.
LAYERS = {
    "errors": 0,
    "files": 0,
    "scratch": 0,
    "text": 0,
    "patterns": 0,
    "model": 0,
    "syntax": 1,
    "patch": 1,
    "evidence": 1,
    "workspace": 2,
    "edits": 2,
    "semantics": 3,
    "codemod": 4,
    "distributions": 5,
    "registry": 5,
    "config": 5,
    "engine": 5,
    "verify": 5,
    "reports": 6,
    "review": 6,
    "campaign": 6,
    "race": 6,
    "authoring": 6,
    "scaffold": 6,
    "lsp": 7,
    "cli": 7,
}
#: Rooms of one layer that may use each other's modules, from left to right.
SIBLINGS = {
    ("model", "text"),
    ("model", "errors"),
    ("registry", "distributions"),
    ("engine", "distributions"),
    ("engine", "registry"),
    ("engine", "config"),
    ("config", "registry"),
    ("engine", "verify"),
    ("campaign", "review"),
    ("campaign", "reports"),
}
FACES = {"cli", "lsp"}
STARTS = {"cli/lsp.py": "lsp"}  # the one command that starts the other face
MODULES = sorted((ROOT / "gofixmap").rglob("*.py"))
CODEMODS = sorted((ROOT / "codemods").rglob("*.py"))


def imported(path: Path, package: str) -> Iterator[str]:
    """The dotted names that a module imports, relative ones resolved against `package`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                base = ".".join([*parents[: len(parents) - node.level + 1], base]).rstrip(".")
            yield base
            # `from gofixmap import engine` imports a room as well.
            if base == "gofixmap":
                yield from (f"gofixmap.{alias.name}" for alias in node.names)


def room(dotted: str) -> str:
    """`engine` of `gofixmap.engine.pool`, empty for what is not of gofixmap."""
    parts = dotted.split(".")
    return parts[1] if parts[0] == "gofixmap" and len(parts) > 1 else ""


def package_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


def allowed(importer: str, target: str) -> bool:
    if target in FACES and importer != target:
        return False
    return importer == target or LAYERS[target] < LAYERS[importer] or (importer, target) in SIBLINGS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_imports_only_from_below(path: Path) -> None:
    importer = path.relative_to(ROOT / "gofixmap").parts[0].removesuffix(".py")
    if importer in ("__init__", "__main__"):
        importer = "cli"  # the entry points stand with the faces
    assert importer in LAYERS, f"{path}: a room without a layer"
    wrong = [
        dotted
        for dotted in imported(path, package_of(path))
        if (target := room(dotted)) in LAYERS
        and not allowed(importer, target)
        and STARTS.get(path.relative_to(ROOT / "gofixmap").as_posix()) != target
    ]
    assert not wrong, f"layer {LAYERS[importer]} ({importer}) imports {wrong}"


@pytest.mark.parametrize("path", CODEMODS, ids=lambda path: path.name)
def test_codemod_imports_only_the_authoring_module(path: Path) -> None:
    ours = [name for name in imported(path, "gofixmap_codemods") if name.startswith("gofixmap.")]
    assert set(ours) <= {"gofixmap.codemod"}


def test_siblings_are_not_mutual() -> None:
    assert not {pair for pair in SIBLINGS if pair[::-1] in SIBLINGS}
    assert all(LAYERS[left] == LAYERS[right] for left, right in SIBLINGS)


def test_the_check_sees_each_kind_of_import(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text(
        "import gofixmap.cli\nfrom gofixmap import lsp\nfrom ..engine import pool\n"
        "from . import x\ndef f():\n    from gofixmap.edits.apply import y\n"
    )
    found = set(imported(module, "gofixmap.syntax"))
    assert {"gofixmap.cli", "gofixmap.lsp", "gofixmap.engine", "gofixmap.syntax"} <= found
    assert "gofixmap.edits.apply" in found


def test_the_table_refuses() -> None:
    assert not allowed("syntax", "workspace")
    assert not allowed("engine", "cli")
    assert not allowed("cli", "lsp")
    assert not allowed("syntax", "patch")
    assert allowed("cli", "engine")


def test_every_package_is_installed() -> None:
    """setuptools is told of each folder: one that is forgotten is missing in every wheel."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = {name for name in settings["tool"]["setuptools"]["packages"] if "codemods" not in name}
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "gofixmap").rglob("__init__.py")}
    assert listed == {".".join(folder.parts) for folder in folders}

"""Lays the trees of golden cases out beside each other, as one workspace for one run of Go."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from gofixmap.authoring.cases import Case, expected_tree, lay_out

MODULE_LINE = re.compile(rb"^module\s+(\S+)", re.MULTILINE)


def _write(tree: Mapping[str, bytes], folder: Path) -> None:
    for path, data in tree.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def trees(tmp_path: Path, case: Case) -> tuple[Path, Path]:
    """The case's tree before and after, as it is expected, each in a folder of its own."""
    before, after = tmp_path / "before" / case.id, tmp_path / "after" / case.id
    before.mkdir(parents=True)
    _write(expected_tree(case, lay_out(case, before)), after)
    return before, after


def rename(folder: Path, prefix: str) -> list[Path]:
    """Give every module of a case a path that no other case has, in go.mod and in imports."""
    modules = list(folder.rglob("go.mod"))
    names = sorted((_module_path(file) for file in modules), key=len, reverse=True)
    for file in (*modules, *folder.rglob("*.go")):
        data = file.read_bytes()
        for name in names:
            data = re.sub(
                rb'(["\s])' + re.escape(name) + rb'(["/\s])',
                rb"\1" + prefix.encode() + b"/" + name + rb"\2",
                data,
            )
        file.write_bytes(data)
    return [file.parent for file in modules]


def _module_path(file: Path) -> bytes:
    found = MODULE_LINE.search(file.read_bytes())
    assert found, f"{file} names no module"
    return found.group(1)


def is_alone(case: Case) -> bool:
    """Whether the case has a workspace of its own, which cannot be part of another one."""
    return bool({"go.work", "vendor"} & {path.name for path in (case.path / "before").rglob("*")})


def combine(root: Path, modules: Sequence[Path]) -> list[str]:
    """Makes a workspace of the modules below `root`; the patterns that name their packages."""
    folders = [os.path.relpath(module, root) for module in modules]
    uses = "".join(f"\t./{folder}\n" for folder in folders)
    (root / "go.work").write_text(f"go 1.27\n\nuse (\n{uses})\n", encoding="utf-8")
    return [f"./{folder}/..." for folder in folders]

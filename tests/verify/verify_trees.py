"""Small trees on disk, and fixes that replace a text in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from gofixmap.model import Edit, Fix
from gofixmap.verify import Toolchain, VerifyResult, verify
from gofixmap.workspace import Workspace

GO_MOD = "module example.com/v\n\ngo 1.21\n"


class Tree:
    """A module on disk; `fix` makes fixes in it and `verify` proves them."""

    def __init__(self, root: Path, toolchain: Toolchain) -> None:
        self.root = root
        self.toolchain = toolchain

    def write(self, files: Mapping[str, str]) -> Tree:
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        return self

    def edit(self, path: str, old: str, new: str) -> Edit:
        data = (self.root / path).read_bytes()
        assert data.count(old.encode()) == 1, f"{old!r} in {path}"
        at = data.index(old.encode())
        return Edit(path, at, at + len(old.encode()), new)

    def fix(self, *changes: tuple[str, str, str]) -> Fix:
        return Fix("fix", tuple(self.edit(*change) for change in changes))

    def verify(
        self,
        *fixes: Fix,
        overlay: Mapping[str, bytes] | None = None,
        level: str = "build",
        claims: Mapping[int, frozenset[tuple[str, ...]]] | None = None,
    ) -> VerifyResult:
        before = self.snapshot()
        workspace = Workspace.open(
            [self.root],
            overlay={str(self.root / path): data for path, data in (overlay or {}).items()},
        )
        result = verify(workspace, fixes, level=level, toolchain=self.toolchain, claims=claims)
        assert self.snapshot() == before, "the tree was touched"
        assert sorted([*result.kept, *(d.index for d in result.dropped)]) == list(range(len(fixes)))
        assert set(result.proven) <= set(result.kept)
        return result

    def snapshot(self) -> dict[str, tuple[bytes, int]]:
        return {
            str(path.relative_to(self.root)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in self.root.rglob("*")
            if path.is_file()
        }


MakeTree = Callable[[Mapping[str, str]], Tree]

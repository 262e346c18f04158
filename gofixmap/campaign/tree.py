"""What a campaign asks of the tree itself: contents, modules, imports between folders, the commit.

Nothing is written and nothing is run but git, with the settings of the tree switched off.
"""

from __future__ import annotations

import stat
from functools import cache
from pathlib import Path, PurePosixPath

from gofixmap.engine.git import Git
from gofixmap.engine.ignore import repository_of
from gofixmap.engine.write import check_place
from gofixmap.errors import EnvironmentProblem, GofixmapError
from gofixmap.model import Edit
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace.gomod import parse_gomod


class Tree:
    """The files below a workspace root, as they are on disk right now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.repository = repository_of(str(root))
        self.module_of = cache(self._module_of)
        self._module_name = cache(self._read_module_name)
        self._imports = cache(self._read_imports)
        self.is_visible = cache(self._is_visible)

    @property
    def top(self) -> Path:
        """Where the paths of CODEOWNERS begin: the top of the repository, else the root."""
        return Path(self.repository) if self.repository else self.root

    @property
    def prefix(self) -> str:
        """What leads from there to the root: "" or ending in a slash."""
        below = self.root.relative_to(self.top).as_posix()
        return "" if below == "." else f"{below}/"

    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file; None where there is none. Links are not followed."""
        try:
            place = check_place(self.root, path)
            if not stat.S_ISREG(place.lstat().st_mode):
                return None
            return place.read_bytes()
        except (OSError, GofixmapError):
            return None

    def commit(self) -> str:
        """The commit that is checked out; "" without a repository, or before the first one."""
        if self.repository is None:
            return ""
        git = Git(self.repository, "the commit that a campaign starts from is not known")
        try:
            found = git.try_to_ask(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
        except EnvironmentProblem:  # git is not installed, which proves nothing
            return ""
        return (found or "").strip()

    def _module_of(self, folder: str) -> str:
        """The folder of the nearest go.mod, from the root; "" for the root, and for none."""
        while folder and not (self.root / folder / "go.mod").is_file():
            folder = folder.rpartition("/")[0]
        return folder

    def import_path(self, folder: str) -> str:
        """What the package in a folder is imported as; "" without a module."""
        module = self.module_of(folder)
        name = self._module_name(module)
        below = PurePosixPath(folder).relative_to(module).as_posix() if folder != module else ""
        return f"{name}/{below}" if name and below else name

    def _read_module_name(self, module: str) -> str:
        data = self.read(f"{module}/go.mod" if module else "go.mod")
        return parse_gomod(data).module if data is not None else ""

    def imports(self, folder: str) -> frozenset[str]:
        """The import paths that the Go files of a folder name."""
        return self._imports(folder)

    def _read_imports(self, folder: str) -> frozenset[str]:
        found: set[str] = set()
        place = self.root / folder
        for file in sorted(place.glob("*.go")):
            path = f"{folder}/{file.name}" if folder else file.name
            data = self.read(path)
            if data is not None:
                found.update(each.path for each in SourceFile(path, data).imports)
        return frozenset(found)

    def _is_visible(self, edit: Edit) -> bool:
        """Whether an edit of a Go file changes more than imports and the body of a function."""
        data = self.read(edit.path) if edit.path.endswith(".go") else None
        if data is None or edit.end > len(data):
            return True
        declaration = SourceFile(edit.path, data).declaration_at(edit.start)
        if declaration is None or declaration.has_error:
            return True
        if declaration.keyword != "func":
            return declaration.keyword != "import"
        body = declaration.node.child_by_field_name("body")
        return body is None or not (body.start_byte < edit.start and edit.end < body.end_byte)

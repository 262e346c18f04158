"""Trees on disk for the workspace tests, with a module cache and a GOROOT of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gofixmap.workspace import GoEnvironment, Workspace

Files = Mapping[str, str | bytes]


def write_tree(base: Path, files: Files) -> None:
    for name, text in files.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.fixture
def environment(tmp_path: Path) -> GoEnvironment:
    """A toolchain that has fmt, sort and a vendored x/net, and an empty module cache."""
    write_tree(
        tmp_path / "goroot" / "src",
        {
            "go.mod": "module std\n\ngo 1.27\n",
            "fmt/print.go": "package fmt\n",
            "sort/sort.go": "package sort\n",
            "runtime/proc.go": "package runtime\n",
            "net/http/server.go": 'package http\n\nimport "golang.org/x/net/idna"\n',
            "vendor/modules.txt": "# golang.org/x/net v0.1.0\n## explicit; go 1.25.0\n",
            "vendor/golang.org/x/net/idna/idna.go": "package idna\n",
            "cmd/go.mod": "module cmd\n\ngo 1.27\n",
            "cmd/go/main.go": "package main\n",
            "cmd/internal/obj/obj.go": "package obj\n",
            "cmd/vendor/modules.txt": "# golang.org/x/mod v0.1.0\n## explicit; go 1.24\n",
            "cmd/vendor/golang.org/x/mod/semver/semver.go": "package semver\n",
        },
    )
    (tmp_path / "modcache").mkdir()
    return GoEnvironment(
        goroot=str(tmp_path / "goroot"), module_cache=str(tmp_path / "modcache"), release=27
    )


Opener = Callable[..., Workspace]


@pytest.fixture
def tree(tmp_path: Path, environment: GoEnvironment) -> Opener:
    """`tree({name: text}, *named)` writes files below `tmp_path/w` and opens the workspace."""

    def open_tree(
        files: Files, *named: str, overlay: Mapping[str, bytes] | None = None
    ) -> Workspace:
        base = tmp_path / "w"
        base.mkdir(exist_ok=True)
        write_tree(base, files)
        contents = {str(base / name): data for name, data in (overlay or {}).items()}
        paths = [base / name for name in named or (".",)]
        return Workspace.open(paths, overlay=contents, environment=environment)

    return open_tree


@pytest.fixture
def cached(tmp_path: Path, environment: GoEnvironment) -> Callable[[Files], None]:
    """Writes files into the module cache."""

    def write(files: Files) -> None:
        write_tree(Path(environment.module_cache), files)

    return write

"""Which builds some changed files need."""

from __future__ import annotations

from pathlib import Path

from gofixmap.verify.plan import MOST_TARGETS, builds
from gofixmap.workspace import Workspace


def _write(root: Path, files: dict[str, str]) -> Workspace:
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return Workspace.open([root])


def test_modules_of_one_workspace_are_one_build_by_the_newest_of_them(tmp_path: Path) -> None:
    workspace = _write(
        tmp_path,
        {
            "go.work": "go 1.24\n\nuse (\n\t./a\n\t./b\n)\n",
            "a/go.mod": "module example.com/a\n\ngo 1.24\n",
            "a/a.go": "package a\n",
            "b/go.mod": "module example.com/b\n\ngo 1.21\n",
            "b/b.go": "package b\n",
            "c/go.mod": "module example.com/c\n\ngo 1.20\n",
            "c/c.go": "package c\n",
        },
    )
    found, unproven = builds(workspace, ["a/a.go", "b/b.go", "c/c.go"])
    assert unproven == []
    assert [(each.patterns, each.at_least) for each in found] == [
        (("./a/...", "./b/..."), (1, 24)),
        (("./...",), (1, 20)),
    ]
    assert [len(each.paths) for each in found] == [2, 1]


def test_targets_are_limited_however_many_modules_have_them(tmp_path: Path) -> None:
    systems = ("aix", "darwin", "freebsd", "netbsd", "openbsd", "plan9", "solaris", "windows")
    files = {}
    for module in ("a", "b", "c"):
        files[f"{module}/go.mod"] = f"module example.com/{module}\n\ngo 1.24\n"
        files |= {f"{module}/x_{system}.go": f"package {module}\n" for system in systems}
    workspace = _write(tmp_path, files)
    found, unproven = builds(workspace, [path for path in files if path.endswith(".go")])
    targets = {each.label for each in found}
    assert len(targets) == MOST_TARGETS
    assert len(found) == 3 * MOST_TARGETS
    assert len(unproven) == 3 * (len(systems) - MOST_TARGETS)

"""What outlives a directory, and what outlives the contents it was computed from."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofixmap.semantics.info import Semantics
from gofixmap.workspace import Workspace


@pytest.mark.parametrize(
    ("home", "stays"),
    [
        ("", False),  # about the workspace as a whole
        ("{root}", False),
        ("{root}/inner", False),  # may import what has changed
        ("{goroot}/net/http", True),
        ("{goroot}x/net", False),  # a name that begins alike
    ],
)
def test_what_is_of_libraries_stays_when_contents_change(
    tmp_path: Path, home: str, stays: bool
) -> None:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n", encoding="ascii")
    file = tmp_path / "a.go"
    file.write_text("package m\n", encoding="ascii")
    workspace = Workspace.open([tmp_path])
    semantics = Semantics(workspace)
    where = home.format(root=workspace.root, goroot=workspace.goroot)
    made: list[int] = []
    for _ in range(2):
        semantics.shared("key", lambda: made.append(1) or 1, where)
    assert len(made) == 1
    semantics.move_to(workspace.with_overlay({str(file): b"package m\n\nvar a int\n"}), ["a.go"])
    semantics.shared("key", lambda: made.append(1) or 1, where)
    assert (len(made) == 1) == stays

"""Worker processes that start afresh, as they do elsewhere than on Linux."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import sys
sys.platform = sys.argv[1]
from gofixmap.engine import pool
if __name__ == "__main__":
    with pool._processes(1) as executor:
        print(executor.submit(abs, -7).result(60))
"""


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_no_module_of_the_tree_is_imported(tmp_path: Path, platform: str) -> None:
    script, tree = tmp_path / "run" / "run.py", tmp_path / "tree"
    for folder in (script.parent, tree):
        folder.mkdir()
    script.write_text(RUN)
    for name in ("multiprocessing", "gofixmap", "random", "abc"):
        (tree / f"{name}.py").write_text("open('pwned', 'w').close()\n")
    ran = subprocess.run(
        [sys.executable, script, platform],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.stdout == "7\n", ran.stderr
    assert not (tree / "pwned").exists()

"""What the server makes of a stdin behind which no editor is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("kind", ["device", "file"])
def test_a_stdin_without_an_editor_ends_the_server(tmp_path: Path, kind: str) -> None:
    """`gofixmap lsp </dev/null` has nobody to speak to, and does not wait for anybody."""
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    with Path(os.devnull if kind == "device" else empty).open("rb") as stdin:
        command = [sys.executable, "-P", "-m", "gofixmap", "lsp"]
        run = subprocess.run(command, stdin=stdin, capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stdout) == (1, b"")
    assert b"Traceback" not in run.stderr

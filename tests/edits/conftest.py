"""Fixtures of the edits tests: gofmt as the judge."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Unclean = Callable[[Mapping[str, bytes]], dict[str, str]]


@pytest.fixture
def unclean(go: Path, go_env: dict[str, str], tmp_path: Path) -> Unclean:
    """A function from sources by name to what gofmt would change in them; empty when clean.

    A carriage return is no matter of layout: gofmt strips them, so sources are judged without.
    """
    gofmt = go.parent / "gofmt"

    def judge(sources: Mapping[str, bytes]) -> dict[str, str]:
        for name, data in sources.items():
            (tmp_path / f"{name}.go").write_bytes(data.replace(b"\r\n", b"\n"))
        done = subprocess.run(
            [gofmt, "-d", "."], cwd=tmp_path, env=go_env, capture_output=True, timeout=120
        )
        assert not done.stderr, done.stderr.decode()
        diffs: dict[str, str] = {}
        for part in done.stdout.decode().split("diff ")[1:]:
            name = part.split("\n", 1)[0].split()[0].removesuffix(".orig").removesuffix(".go")
            diffs[name.removeprefix("./")] = part
        for name in sources:
            (tmp_path / f"{name}.go").unlink()
        return diffs

    return judge

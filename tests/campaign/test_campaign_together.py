"""A synthetic monorepo: each shard is proven alone, and together they are the big patch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from campaign_kit import Kit, joined

from gofixmap.campaign.model import By
from gofixmap.campaign.state import Store

GENERATOR = Path(__file__).resolve().parents[2] / "benchmarks" / "monorepo.py"


@pytest.mark.slow
def test_a_monorepo_in_shards(tmp_path: Path, go: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{go.parent}{os.pathsep}{os.environ['PATH']}")
    root = tmp_path / "mono"
    sizes = ("--packages", "80", "--owners", "6", "--modules", "4")
    subprocess.run([sys.executable, GENERATOR, root, *sizes], check=True, capture_output=True)
    kit = Kit(root, tmp_path / "state.db", By.OWNER)
    kit.plan(verify="build", safety="review", max_hunks=10)
    _, patch = kit.whole()
    kit.run()
    with Store(kit.state) as store:
        for entry in store.entries():
            made = store.made(entry.shard.key)
            assert made is not None
            assert (str(entry.state), made.level, made.refusals) == ("proven", "build", ())
            own = [
                {file.owners for file in entry.shard.files if file.path in fix.paths}
                for fix in entry.shard.fixes
            ]
            assert entry.shard.straddles or all(len(owners) == 1 for owners in own)
    assert len(kit.entries()) > 6
    assert joined(kit.patches()) == patch

"""Temporary folders: gone at the end, and those of killed processes at the next beginning."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gofixmap.scratch import Scratch, prefix_of, remove_left, sweep

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders are locked on POSIX")

HOLDER = (
    "import sys, time\n"
    "from gofixmap.scratch import Scratch\n"
    "held = Scratch('toy')\n"
    "(held.path / 'f').write_text('x')\n"
    "print(held.path, flush=True)\n"
    "time.sleep(60)\n"
)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def held_by_another() -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_folder_is_its_users_alone_and_goes(temporary: Path) -> None:
    with Scratch("toy") as folder:
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "f").write_text("x", encoding="utf-8")
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_has_left_goes_and_what_a_live_one_holds_stays(
    temporary: Path,
) -> None:
    process, folder = held_by_another()
    try:
        with Scratch("toy"):
            assert (folder / "f").exists()
        assert not remove_left(folder)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert folder.exists()
    with Scratch("toy") as own:
        assert list(temporary.iterdir()) == [own]


def test_what_is_no_folder_of_ours_is_left_alone(temporary: Path) -> None:
    kept = temporary / "kept"
    kept.mkdir()
    link = temporary / f"{prefix_of('toy')}link"
    link.symlink_to(kept)
    (temporary / f"{prefix_of('toy')}file").write_text("x", encoding="utf-8")
    other = temporary / f"{prefix_of('other')}x"
    other.mkdir()
    sweep("toy")
    assert len(list(temporary.iterdir())) == 4


def test_a_lock_does_not_outlive_its_folder() -> None:
    before = len(os.listdir("/dev/fd"))  # noqa: PTH208 - names of descriptors
    for _ in range(5):
        with Scratch("toy"):
            pass
    assert len(os.listdir("/dev/fd")) == before  # noqa: PTH208

"""SIGKILL at random moments of an apply: each file is old or new, and what follows completes.

The run of 500 that docs/undo.md records:

    pytest -m slow -s tests/engine/test_engine_kill.py
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from journal_kit import contents, leftovers

from gofixmap.cli import main

FEW, MANY = 40, 60
SOURCE = """package shop

type item{n} struct{{ count int }}

func change{n}(items map[string]item{n}, name string) {{
\titems[name].count = {n}
}}
"""
SEED = 20


@dataclass
class Figures:
    """What the kills met."""

    kills: int = 0
    met: Counter[str] = field(default_factory=Counter)  # old, mixed, new
    stand_ins: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    ended: int = 0  # before the signal came

    def __str__(self) -> str:
        met = ", ".join(f"{count} {name}" for name, count in sorted(self.met.items()))
        ways = ", ".join(f"{count} by {name}" for name, count in sorted(self.ways.items()))
        return (
            f"{self.kills} kills: {met}; stand-ins left in {self.stand_ins}; completed {ways};"
            f" {self.ended} ended before the signal"
        )


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "tree"
    root.mkdir()
    (root / "go.mod").write_text("module example.com/shop\n\ngo 1.27\n", encoding="utf-8")
    for n in range(request.param):
        (root / f"f{n:03}.go").write_text(SOURCE.format(n=n), encoding="utf-8")
    return root


def arguments(root: Path) -> list[str]:
    return ["apply", "--verify=none", "--select=map-writeback", str(root)]


def forked(root: Path) -> int:
    child = os.fork()
    if child:
        return child
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        main(arguments(root))
    finally:
        os._exit(0)


def started(root: Path) -> int:
    command = [sys.executable, "-m", "gofixmap", *arguments(root)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL).pid


def kill_some(
    root: Path, start: Callable[[Path], int], kills: int, moments: random.Random
) -> Figures:
    """Kills `kills` applies of `root`, and completes each; raises where something is lost."""
    old = contents(root)
    begun = time.monotonic()
    assert os.waitstatus_to_exitcode(os.waitpid(start(root), 0)[1]) == 0
    whole = time.monotonic() - begun
    new = contents(root)
    assert sum(new[path] != old[path] for path in old) == len(old) - 1  # go.mod stays
    assert main(["undo", str(root)]) == 0
    figures = Figures()
    late = {"any": whole, "writing": whole / 5}
    for number in range(kills):
        aim = ("any", "writing", "renames")[number % 3]
        first = (root / "f000.go").stat().st_ino
        child = start(root)
        if aim != "any" and not await_writing(root, child):
            pass
        elif aim == "renames":
            step_into_renames(root, first, child, moments)
        else:
            time.sleep(moments.uniform(0, late[aim]))
        is_alive = os.waitpid(child, os.WNOHANG) == (0, 0)
        if is_alive:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        elif aim in late:
            late[aim] *= 0.8  # aim earlier
        figures.ended += not is_alive
        figures.kills += is_alive
        check(root, old, new, figures)
        complete(root, old, new, figures, by_undo=bool(moments.randrange(2)))
    return figures


def has_ended(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def await_writing(root: Path, child: int) -> bool:
    """Waits until the journal has an open entry; False where the child ended before that."""
    folder = root.parent / "state" / "gofixmap" / "journal"
    while not any(folder.glob("*/*.open.json")):
        if has_ended(child):
            return False
        time.sleep(0.0005)
    return True


def step_into_renames(root: Path, first: int, child: int, moments: random.Random) -> None:
    """Lets the child run for moments, until the first file is another one, and some more.

    The renames take a few milliseconds, which a kill at any moment would hardly ever meet.
    """
    more = moments.randrange(4)
    while not has_ended(child):
        if (root / "f000.go").stat().st_ino != first:
            if not more:
                return
            more -= 1
        os.kill(child, signal.SIGCONT)
        time.sleep(moments.uniform(0, 0.0005))
        os.kill(child, signal.SIGSTOP)


def check(root: Path, old: dict[str, bytes], new: dict[str, bytes], figures: Figures) -> None:
    left = leftovers(root)
    found = {path: data for path, data in contents(root).items() if path not in left}
    assert found.keys() == old.keys()
    for path, data in found.items():
        assert data in (old[path], new[path]), path
    figures.met["old" if found == old else "new" if found == new else "mixed"] += 1
    figures.stand_ins += bool(left)


def complete(
    root: Path, old: dict[str, bytes], new: dict[str, bytes], figures: Figures, *, by_undo: bool
) -> None:
    """A second run, or an undo; after either no stand-in is left. The tree is old again then."""
    if by_undo:
        code = main(["undo", str(root)])
        assert code in (0, 2)  # 2: there was nothing to take back yet
        assert contents(root) == old
        figures.ways["undo"] += 1
        return
    assert main(arguments(root)) == 0
    assert contents(root) == new
    figures.ways["a second run"] += 1
    assert main(["undo", str(root)]) == 0
    assert contents(root) == old


@pytest.mark.parametrize("root", [FEW], indirect=True)
def test_kills_at_random_moments(root: Path) -> None:
    figures = kill_some(root, forked, 20, random.Random(SEED))
    assert figures.kills + figures.ended == 20
    assert figures.met["mixed"] + figures.stand_ins > 0


@pytest.mark.slow
@pytest.mark.parametrize("root", [MANY], indirect=True)
@pytest.mark.parametrize(("start", "kills"), [(forked, 400), (started, 100)])
def test_five_hundred_kills(
    root: Path, start: Callable[[Path], int], kills: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """Four hundred of forks of this process, and a hundred of the program from its start on."""
    figures = Figures()
    moments = random.Random(SEED)
    while figures.kills < kills:
        more = kill_some(root, start, min(25, kills - figures.kills), moments)
        for name in ("kills", "stand_ins", "ended"):
            setattr(figures, name, getattr(figures, name) + getattr(more, name))
        figures.met += more.met
        figures.ways += more.ways
        with capfd.disabled():
            print(f"{start.__name__}: {figures}", flush=True)

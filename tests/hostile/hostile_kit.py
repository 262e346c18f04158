"""Runs gofixmap as a process of its own, and measures what it takes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROCESSOR_SECONDS = 30.0  # for any run over any tree here; most take less than two
MEGABYTES = 700
KILL_AFTER = 240.0  # seconds on the clock: the machine may be busy
_PLAIN = frozenset(b"\n\t")


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished run: its exit code, what it printed, and what it took."""

    code: int
    out: bytes
    err: bytes
    seconds: float  # of processor time
    megabytes: int  # at most

    @property
    def said(self) -> str:
        return (self.out + self.err).decode("utf-8", "replace")


def gofixmap(
    *arguments: object,
    cwd: Path,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run the command line in `cwd`; a run that hangs is killed."""
    command = [sys.executable, "-P", "-m", "gofixmap", *map(_text, arguments)]
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        given.write(stdin)
        given.seek(0)
        process = subprocess.Popen(
            command, cwd=cwd, stdin=given, stdout=out, stderr=err, env=_environment(environment)
        )
        timer = threading.Timer(KILL_AFTER, process.kill)
        timer.start()
        most = _Most(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        taken = usage.ru_utime + usage.ru_stime
        return Ran(process.returncode, out.read(), err.read(), taken, most.megabytes)


class _Most:
    """The most memory that a process has had, read while it runs.

    What the system says at its end counts the memory of the process that it was forked from.
    """

    def __init__(self, process: int) -> None:
        self.megabytes = 0
        self._status = Path(f"/proc/{process}/status")
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(0.05)
            try:
                found = re.search(r"VmHWM:\s+(\d+) kB", self._status.read_text())
            except OSError:
                return
            if found is None:  # it has ended, and nobody has asked for its exit code
                return
            self.megabytes = max(self.megabytes, int(found[1]) // 1024)


def _text(argument: object) -> str | bytes:
    return argument if isinstance(argument, bytes) else str(argument)


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    state = {"XDG_STATE_HOME": tempfile.gettempdir() + "/gofixmap-hostile-state"}
    return {**os.environ, "GOTOOLCHAIN": "local", "GOPROXY": "off", **state, **(more or {})}


def sound(
    ran: Ran,
    codes: Sequence[int],
    *,
    seconds: float = PROCESSOR_SECONDS,
    megabytes: int = MEGABYTES,
) -> None:
    """No traceback, one of the exit codes, within the limits, nothing that a terminal obeys."""
    assert ran.code != -signal.SIGKILL, "it hangs"
    assert b"Traceback" not in ran.err, ran.said
    assert b"internal error" not in ran.err, ran.said
    assert b" failed in package " not in ran.err, ran.said
    assert ran.code in codes, f"{ran.code}: {ran.said[-2000:]}"
    assert ran.seconds < seconds, f"{ran.seconds} s"
    assert ran.megabytes < megabytes, f"{ran.megabytes} MB"
    obeyed = {byte for byte in ran.out + ran.err if byte < 32 or byte == 127} - _PLAIN
    assert not obeyed, f"control bytes {obeyed}: {ran.said[:2000]!r}"


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Lay out files below `root`; a go.mod comes with them."""
    for name, content in {"go.mod": MOD, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


MOD = "module example.com/hostile\n\ngo 1.27\n"
#: A file with one mistake that is repaired, to see that the rest of the tree is served.
MISTAKE = (
    "package hostile\n\ntype T struct{ X int }\n\nfunc set(m map[string]T) {\n\tm[``].X = 1\n}\n"
)

"""Runs the tests of packages in some contents, with a limit on time that nothing outlives.

Tests are the tree's own code: they run only where the user has asked for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from gofixmap.verify.command import stream
from gofixmap.verify.golist import GONE, Failure
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.plan import Build
from gofixmap.verify.testlog import PackageLog, Stream

Watch = Callable[[Mapping[str, Any]], None]  # called for each event, from another thread


class Trial(Struct, frozen=True):
    """One way to run tests; every run of `count` is in the same process."""

    race: bool = False
    count: int = 1
    tests: str = ""  # the regular expression of -run
    timeout: float = 120.0  # seconds for the tests of one package
    jobs: int = 0  # packages at a time; 0 means what Go does

    @property
    def flags(self) -> tuple[str, ...]:
        flags = [f"-count={self.count}", f"-timeout={max(self.timeout, 1.0):.0f}s", "-vet=off"]
        if self.race:
            flags.append("-race")
        if self.jobs:
            flags.append(f"-p={self.jobs}")
        if self.tests:
            flags.append(f"-run={self.tests}")
        return tuple(flags)


class GoTest:
    """Runs `go test` for one build; every run carries the contents that it is about."""

    def __init__(
        self,
        go: Path,
        build: Build,
        environment: Mapping[str, str],
        overlay: Overlay,
        until: float,
    ) -> None:
        self._go = go
        self._build = build
        self._environment = {**environment, **dict(build.variables)}
        self._overlay = overlay
        self._until = until
        self.commands: dict[str, None] = {}

    def run(
        self,
        packages: Sequence[str],
        contents: Mapping[str, bytes],
        trial: Trial,
        watch: Watch | None = None,
    ) -> dict[str, PackageLog]:
        """What the tests of each package came to, by import path.

        Raises Failure where Go cannot be asked, or is not done when the time is up.
        """
        verb = self._verb(trial, contents)
        left = self._until - time.monotonic()
        if left <= 0:
            raise Failure(GONE)
        heard = Stream()

        def listen(line: bytes) -> None:
            event = heard.feed(self._overlay.restored(line.decode("utf-8", "replace")).encode())
            if watch is not None and event is not None:
                watch(event)

        output = stream(
            [*verb, *packages],
            cwd=self._build.directory,
            environment=self._environment,
            seconds=left,
            line=listen,
        )
        logs = heard.finish()
        if output.status is None:
            raise Failure(GONE)
        if output.status != 0 and not any(log.failures for log in logs.values()):
            words = self._overlay.restored(output.stderr.decode("utf-8", "replace")).split("\n")
            raise Failure(" ".join(line.strip() for line in words if line.strip())[:400])
        return logs

    def _verb(self, trial: Trial, contents: Mapping[str, bytes]) -> list[str]:
        flags = ["-json", "-buildvcs=false", *trial.flags]
        if self._build.tags:
            flags.append(f"-tags={self._build.tags}")
        self.commands[" ".join(["go", "test", *flags, "-overlay=..."])] = None
        flags += self._overlay.flags(contents)
        return [str(self._go), "test", *flags]

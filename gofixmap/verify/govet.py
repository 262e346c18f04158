"""`go vet` before and after: a message that was not there before counts as breakage."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from gofixmap.verify.command import run
from gofixmap.verify.diagnostics import Diagnostic, new_errors, parse_output
from gofixmap.verify.golist import GONE, Failure
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.plan import Build
from gofixmap.verify.result import Unproven
from gofixmap.verify.site import Contents, Site, Suspected
from gofixmap.workspace import pathname


class GoVet:
    """Runs `go vet` for one build; every run carries the contents that it is about."""

    def __init__(
        self, go: Path, build: Build, environment: Mapping[str, str], overlay: Overlay, until: float
    ) -> None:
        self._go = go
        self._build = build
        self._environment = {**environment, **dict(build.variables)}
        self._overlay = overlay
        self._until = until
        self.commands: dict[str, None] = {}

    def run(self, packages: Sequence[str], contents: Mapping[str, bytes]) -> list[Diagnostic]:
        """The messages on packages and their tests. Raises Failure.

        Of a package that does not compile there are none.
        """
        flags = ["-buildvcs=false"]
        if self._build.tags:
            flags.append(f"-tags={self._build.tags}")
        self.commands[" ".join(["go", "vet", *flags, "-overlay=..."])] = None
        flags += self._overlay.flags(contents)
        if time.monotonic() >= self._until:
            raise Failure(GONE)
        output = run(
            [str(self._go), "vet", *flags, "--", *packages],
            cwd=self._build.directory,
            environment=self._environment,
            seconds=self._until - time.monotonic(),
        )
        if output.status is None:
            raise Failure(GONE)
        text = self._overlay.restored(output.stderr.decode("utf-8", "replace"))
        return parse_output(text, self._build.directory, "go vet")[0]


class VetCheck:
    """The vet messages of the packages that a build site found to be affected."""

    def __init__(self, site: Site, vet: GoVet) -> None:
        self._site = site
        self._vet = vet
        self._before: dict[tuple[str, ...], list[Diagnostic]] = {}

    @property
    def build(self) -> Build:
        return self._site.build

    def prepare(self) -> None:
        """The site has found the packages already."""

    def fresh(
        self, contents: Contents, suspected: Suspected, packages: Sequence[str] = ()
    ) -> list[tuple[str, Diagnostic]]:
        names = tuple(packages) if packages and self.build.is_module else self._names()
        after = self._vet.run(names, contents)
        if not after:
            return []
        if names not in self._before:
            self._before[names] = self._vet.run(names, self._site.baseline)
        found = new_errors(self._before[names], after, suspected)
        return [(self._package_of(error.path), error) for error in found]

    def _names(self) -> tuple[str, ...]:
        return self._site.runnable()

    def _package_of(self, path: str) -> str:
        """The package that a file lies in; the first affected one where that is not known."""
        folder = pathname.parent(path)
        for name, state in self._site.last.items():
            if state.directory == folder:
                return name
        return self._site.affected[0]

    def seen_paths(self) -> frozenset[str]:
        return self._site.seen_paths()

    def unproven(self) -> list[Unproven]:
        return []

    def checked(self) -> Collection[str]:
        return self._site.checked()

"""Build variants as a user names them: `linux/amd64`, `windows/amd64/integration+debug`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.errors import UsageError
from gofixmap.workspace.context import BuildContext
from gofixmap.workspace.environment import GoEnvironment
from gofixmap.workspace.platforms import PORTS

_TAG = re.compile(r"[\w.]+")


class Variant(Struct, frozen=True):
    """A target, and the custom tags that are set for it, sorted."""

    goos: str
    goarch: str
    tags: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "/".join(filter(None, (self.goos, self.goarch, "+".join(self.tags))))

    def is_cross(self, host: BuildContext) -> bool:
        """Whether it is for another machine than `host`: then there is no cgo."""
        return (self.goos, self.goarch) != (host.goos, host.goarch)

    def context(self, host: BuildContext) -> BuildContext:
        """The build, with the toolchain of `host`."""
        return replace(
            host,
            goos=self.goos,
            goarch=self.goarch,
            tags=host.tags.union(self.tags),
            cgo=host.cgo and not self.is_cross(host),
        )

    def environment(self, found: GoEnvironment) -> GoEnvironment:
        """The environment in which this variant is what `go build` makes."""
        return replace(
            found,
            goos=self.goos,
            goarch=self.goarch,
            tags=found.tags.union(self.tags),
            cgo=found.cgo and not self.is_cross(found.host),
        )


def parse_variants(texts: Iterable[str]) -> tuple[Variant, ...]:
    """Each variant of some texts, which may hold several with commas between them, once.

    Raises UsageError for what Go cannot build.
    """
    each = (part.strip() for text in texts for part in text.split(","))
    return tuple(dict.fromkeys(map(_parse, each)))


def _parse(text: str) -> Variant:
    goos, _, rest = text.partition("/")
    goarch, slash, tags = rest.partition("/")
    hint = "write GOOS/GOARCH or GOOS/GOARCH/TAG+TAG, such as linux/amd64"
    if (goos, goarch) not in PORTS:
        ports = [f"{known_os}/{known_arch}" for known_os, known_arch in PORTS]
        near = get_close_matches(f"{goos}/{goarch}", ports, n=1, cutoff=0.6)
        raise UsageError(
            f"{text!r} names no system and processor that Go builds for",
            hint=f"did you mean {near[0]}?" if near else hint,
        )
    named = tags.split("+") if slash else []
    wrong = next((tag for tag in named if not _TAG.fullmatch(tag)), None)
    if wrong is not None:
        raise UsageError(f"{wrong!r} in {text!r} is no build tag", hint=hint)
    return Variant(goos, goarch, tuple(sorted(set(named))))

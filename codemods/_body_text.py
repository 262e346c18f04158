"""How a release is written: the call, its deferred form, and the file's habit of writing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import pattern

if TYPE_CHECKING:
    from gofixmap.codemod import SourceFile, lifetime

# `defer func() { _ = resp.Body.Close() }()`, on one line or three: what errcheck asks for.
_CHECKED = pattern(
    rb"defer\s+func\(\)\s*\{\s*_\s*=\s*[\w.]+\.Close\(\)\s*\}\(\)",
)
_PLAIN = pattern(rb"defer\s+[\w.]+\.Close\(\)")


class Wording(Struct, frozen=True):
    """The texts that release what `name` holds."""

    kind: lifetime.Kind
    name: str
    checked: bool = False  # the file assigns the error of a deferred Close to the blank identifier

    @property
    def call(self) -> str:
        """`resp.Body.Close()`, `f.Close()`, `cancel()`."""
        parts = [self.name, self.kind.through, self.kind.releases[0]]
        return ".".join(part for part in parts if part) + "()"

    @property
    def statement(self) -> str:
        return f"_ = {self.call}" if self.checked else self.call

    def deferred(self, *, rebound: bool) -> str:
        """The deferred release. A variable that is `rebound` later must be evaluated at once."""
        if self.checked and not rebound:
            return f"defer func() {{ _ = {self.call} }}()"
        return f"defer {self.call}"


def assigns_close_errors(file: SourceFile) -> bool:
    """Whether the deferred releases of a file mostly assign the error to the blank identifier."""
    data = file.data
    return len(_CHECKED.findall(data)) > len(_PLAIN.findall(data))

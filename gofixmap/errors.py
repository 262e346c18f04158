"""Errors that a user sees: what happened, where, what to do next, and the exit code."""

from __future__ import annotations

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_PARTIAL = 3


class GofixmapError(Exception):
    """A problem to print in one line, never as a traceback.

    `what` is one sentence without a final full stop, `where` a path or `path:line`, `hint` the
    next thing to do. `exit_code` is 2 unless some files were processed (then 3).
    """

    def __init__(
        self, what: str, *, where: str = "", hint: str = "", exit_code: int = EXIT_USAGE
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint
        self.exit_code = exit_code

    def __str__(self) -> str:
        message = f"{self.where}: {self.what}" if self.where else self.what
        return f"{message} ({self.hint})" if self.hint else message


class UsageError(GofixmapError):
    """The command line or the configuration cannot be acted on."""


class EnvironmentProblem(GofixmapError):
    """Something that the machine should provide is missing or refuses to work."""


class EditError(GofixmapError):
    """Edits that overlap, lie outside their file, or do not fit the bytes that were analysed."""


class PatchError(GofixmapError):
    """A patch that cannot be parsed or does not apply."""

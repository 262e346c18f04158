"""gofixmap on a real pseudo-terminal, as a person drives it."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect

PROMPT = r"hunk[^\[\n]*\[[^\]]*\]\? "
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_PROGRAM = [sys.executable, "-c", "import sys; from gofixmap.cli import main; sys.exit(main())"]


class Person:
    """Somebody at a terminal of 100 columns, who reads what is shown without its colours."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        stdout: str = "",
    ) -> None:
        """`stdout` names a file for it; the terminal else shows it."""
        command = shlex.join([*_PROGRAM, *arguments]) + (f" > {stdout}" if stdout else "")
        environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
        self.child = pexpect.spawn(
            "/bin/sh",
            ["-c", f"exec {command}"],
            cwd=str(folder),
            env=environment,  # type: ignore[arg-type]
            encoding="utf-8",
            codec_errors="surrogateescape",
            timeout=60,
            dimensions=(50, 100),
        )

    def asked(self) -> str:
        """What is shown up to the next question."""
        self.child.expect(PROMPT)
        return _plain(self.child.before + self.child.after)

    def answer(self, line: str) -> str:
        """Answers the question, and reads on to the next one."""
        self.child.sendline(line)
        return self.asked()

    def last(self, line: str) -> str:
        """Answers what is the last question, and reads to the end."""
        self.child.sendline(line)
        return self.end()

    def end(self) -> str:
        self.child.expect(pexpect.EOF)
        self.child.close()
        return _plain(self.child.before)

    @property
    def code(self) -> int:
        """The exit code, behind the end."""
        return self.child.exitstatus if self.child.exitstatus is not None else -1


def _plain(text: str) -> str:
    return _STEERING.sub("", text)

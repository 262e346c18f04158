"""Go's own opinion of a tree in memory, from a program that runs as long as the tests do."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

SOURCE = Path(__file__).parent / "judge" / "main.go"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Go says of the files of a tree."""

    unparsed: Mapping[str, str]  # path -> the syntax error
    unformatted: frozenset[str]  # files that gofmt would write otherwise
    errors: tuple[str, ...]  # type errors


class Judge:
    """tests/fuzz/judge, built into `folder` with the Go command `go`."""

    def __init__(self, go: Path, environment: Mapping[str, str], folder: Path) -> None:
        binary = folder / "judge"
        environment = {**environment, "GOROOT": str(go.resolve().parent.parent)}
        subprocess.run([go, "build", "-o", binary, SOURCE], check=True, env=environment, cwd=folder)
        self._process = subprocess.Popen(
            [binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=folder
        )

    def __call__(self, files: Mapping[str, bytes]) -> Verdict:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        encoded = {
            os.fsencode(path).decode("utf-8", "replace"): base64.b64encode(data).decode()
            for path, data in files.items()
        }
        stdin.write(json.dumps(encoded).encode() + b"\n")
        stdin.flush()
        said = json.loads(stdout.readline())
        return Verdict(
            said["unparsed"] or {},
            frozenset(said["unformatted"] or ()),
            tuple(said["errors"] or ()),
        )

    def __enter__(self) -> Judge:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

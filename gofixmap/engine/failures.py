"""What is told of a package in which a codemod failed or took too long."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from gofixmap.model import FileProblem

_TOO_SLOW_HINT = "the package is not looked at any further; exclude it, or please report it"


def failed(path: str, package: str, codemod: str, error: Exception) -> FileProblem:
    """`path` is that of the directory, `codemod` empty where none of them has failed."""
    return FileProblem(
        path,
        f"{_who(codemod)} failed in package {package}: {_one_line(error)}",
        "please report it; the other packages are done",
    )


def stopped(path: str, package: str, codemod: str, seconds: float) -> FileProblem:
    message = f"{_who(codemod)} was stopped after {seconds:.0f} s in package {package}"
    return FileProblem(path, message, _TOO_SLOW_HINT)


def search_stopped(path: str, seconds: float) -> FileProblem:
    message = f"the search for declarations that matter was stopped after {seconds:.0f} s"
    return FileProblem(path, message, _TOO_SLOW_HINT)


def _who(codemod: str) -> str:
    return f"codemod {codemod}" if codemod else "parsing"


def _one_line(error: Exception) -> str:
    """The kind of the error, its text and where it was raised, for a bug report."""
    frames = extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    text = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {text}{place}" if text else f"{type(error).__name__}{place}"

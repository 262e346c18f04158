"""Which lines have changed since a revision: what a pull request is judged by.

The comparison is between the working tree, uncommitted changes and new files included, and the
commit where the branch left the revision: what others have changed there since is not ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from gofixmap.engine.git import Git
from gofixmap.engine.ignore import repository_of
from gofixmap.errors import UsageError

Lines = tuple[tuple[int, int], ...]  # inclusive first and last lines, from 1
_ALL: Lines = ((1, 1 << 40),)
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_DIFF = (
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--text",
    "--unified=0",
    "--inter-hunk-context=0",
    "--find-renames",
    "--ignore-submodules=all",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f"}


def changed_lines(root: Path, revision: str) -> Mapping[str, Lines]:
    """Lines of Go files below `root` that are new or different, by path relative to `root`.

    Raises UsageError for a revision that git does not know, EnvironmentProblem where there is no
    repository or git cannot tell.
    """
    repository = repository_of(str(root.resolve()))
    if repository is None:
        raise UsageError("--diff-base needs a git repository", where=str(root))
    git = Git(repository, "changed lines cannot be told")
    base = _merge_base(git, revision)
    found = dict(_hunks(git.ask([*_DIFF, base, "--"])))
    new = git.ask(["ls-files", "--others", "--exclude-standard", "-z"])
    found.update(dict.fromkeys(new.split("\0"), _ALL))
    prefix = PurePosixPath(root.resolve().relative_to(repository).as_posix())
    return {
        PurePosixPath(path).relative_to(prefix).as_posix(): lines
        for path, lines in found.items()
        if path.endswith(".go") and PurePosixPath(path).is_relative_to(prefix)
    }


def _merge_base(git: Git, revision: str) -> str:
    """The commit to compare with: the revision itself where it has no history in common.

    A shallow clone may lack the history that there is.
    """
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    commit = git.try_to_ask(asked) if revision else None
    where = f"--diff-base {revision}"
    if commit is None:
        raise UsageError("git knows no such commit", where=where, hint="is it fetched?")
    base = git.try_to_ask(["merge-base", commit.strip(), "HEAD"])
    if (
        base is None
        and (git.try_to_ask(["rev-parse", "--is-shallow-repository"]) or "") == "true\n"
    ):
        raise UsageError(
            "the clone is shallow, and the commit where the branch began is not in it",
            where=where,
            hint="git fetch --unshallow, or fetch-depth: 0 for actions/checkout",
        )
    return (base or commit).strip()


def _hunks(diff: str) -> Iterator[tuple[str, Lines]]:
    """Path and lines on the new side, of a diff without context."""
    path, found, left = "", [], 0
    for line in diff.split("\n"):
        if left:
            left -= line[:1] in ("+", "-")
            continue
        hunk = _HUNK.match(line)
        if hunk is not None:
            removed, added = (int(hunk[at]) if hunk[at] else 1 for at in (1, 3))
            left = removed + added
            if added:
                found.append((int(hunk[2]), int(hunk[2]) + added - 1))
        elif line.startswith("+++ "):
            if found:
                yield path, tuple(found)
            path, found = _name(line[4:]), []
    if found:
        yield path, tuple(found)


def _name(text: str) -> str:
    """The path behind `+++ `: git quotes odd names as C does, and ends others with a tab."""
    text = text.rstrip("\t")
    if text.startswith('"') and text.endswith('"'):
        text = _ESCAPED.sub(_unescaped, text[1:-1].encode()).decode("utf-8", "surrogateescape")
    return text.removeprefix("b/")


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 0xFF]) if len(code) == 3 else _LETTERS.get(code, code)

"""Repositories of others, fetched and laid out to be read: nothing in them runs.

git fetches the one commit into a bare repository without hooks, templates or submodules, by the
protocols that are allowed and none else, within a time and a size. The files that an analysis reads
are written from git's objects by us: no checkout, so no filter, no link and no name that leads out.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import which
from typing import NamedTuple

from msgspec import Struct

from gofixmap.campaign.sources import PROTOCOLS, Source
from gofixmap.config import FILE_NAME
from gofixmap.engine.git import Git
from gofixmap.errors import EnvironmentProblem
from gofixmap.workspace import gopath

_READ_NAMES = gopath.NAMES | {
    *("go.mod", "go.sum", "go.work", "go.work.sum", "modules.txt", ".gitignore", FILE_NAME)
}
_READ_ENDINGS = (".go", ".s")
_MODES = ("100644", "100755")
_BATCH_BYTES = 64 << 20
_MAX_FILES = 1_000_000
_SAFE = (
    *("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false"),
    *("-c", "fetch.fsckObjects=true", "-c", "submodule.recurse=false"),
    *("-c", "maintenance.auto=false", "-c", "gc.auto=0", "-c", "fetch.bundleURI="),
    *("-c", "remote.origin.promisor=false", "-c", "http.followRedirects=initial"),
)
# Nothing of the surroundings names a repository, a program to ask for a password, or a protocol.
_UNSET = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_TEMPLATE_DIR")
_ASKS_NOBODY = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GCM_INTERACTIVE": "never",
    "LC_ALL": "C",
}


class Limits(Struct, frozen=True):
    """What one repository may take."""

    seconds: float = 600.0  # to fetch it
    bytes: int = 2 << 30  # of the pack that is fetched, and of the files that are laid out
    protocols: tuple[str, ...] = PROTOCOLS


class Object(NamedTuple):
    """A file of a commit."""

    path: str
    oid: str
    size: int


def fetched(source: Source, folder: Path, limits: Limits) -> str:
    """Fetches a URL's commit into a new bare repository in `folder`; the commit's name.

    Raises EnvironmentProblem where that fails or takes more than the limits.
    """
    folder.mkdir(mode=0o700)
    _git(["init", "--quiet", "--bare", "--template=", "."], folder, limits)
    refspec = source.ref or "HEAD"
    options = [
        "--quiet",
        "--depth=1",
        "--no-tags",
        "--no-recurse-submodules",
        "--no-write-fetch-head",
    ]
    wanted = f"+{refspec}:refs/gofixmap/commit"
    _git([*_SAFE, "fetch", *options, "--", source.text, wanted], folder, limits)
    return commit_of(folder, "refs/gofixmap/commit")


def commit_of(repository: Path, ref: str) -> str:
    """The commit that a ref names. Raises EnvironmentProblem where it names none."""
    git = Git(str(repository), "its files cannot be seen")
    return git.ask(["rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"]).strip()


def laid_out(repository: Path, commit: str, folder: Path, limits: Limits) -> int:
    """Writes the files of a commit that an analysis reads into a new `folder`; their bytes."""
    git = Git(str(repository), "its files cannot be seen")
    listing = git.feed(["ls-tree", "-r", "-l", "-z", "--full-tree", commit])
    objects = list(_wanted(listing))
    total = sum(each.size for each in objects)
    if total > limits.bytes or len(objects) > _MAX_FILES:
        raise EnvironmentProblem(
            f"has {len(objects)} files of {total} bytes to look at, more than is allowed",
            where=str(repository),
            hint="--max-bytes raises the limit",
        )
    folder.mkdir(mode=0o700)
    for batch in _batches(objects):
        names = "".join(f"{each.oid}\n" for each in batch).encode()
        _write(folder, batch, git.feed(["cat-file", "--batch"], names))
    return total


def _wanted(listing: bytes) -> Iterator[Object]:
    for line in listing.split(b"\0"):
        about, _, name = line.partition(b"\t")
        words = about.decode().split()
        path = os.fsdecode(name)
        if len(words) == 4 and words[0] in _MODES and words[1] == "blob" and _is_read(path):
            yield Object(path, words[2], int(words[3]))


def _is_read(path: str) -> bool:
    """Whether an analysis reads a file of that name, and the name leads nowhere else."""
    names = path.split("/")
    if any(name in ("", ".", "..") or name.lower() == ".git" for name in names):
        return False
    if os.sep != "/" and (os.sep in path or ":" in path):
        return False
    return names[-1] in _READ_NAMES or names[-1].endswith(_READ_ENDINGS)


def _batches(objects: Iterable[Object]) -> Iterator[list[Object]]:
    batch: list[Object] = []
    size = 0
    for each in objects:
        batch.append(each)
        size += each.size
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _write(folder: Path, batch: Sequence[Object], data: bytes) -> None:
    """Writes what `git cat-file --batch` gave: a line, the content and a newline for each."""
    at = 0
    for each in batch:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        path = folder / each.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                stream.write(data[end + 1 : end + 1 + size])
        except OSError as error:  # two names that are one here, or one that is too long
            raise EnvironmentProblem(
                f"cannot be laid out: {error.strerror}", where=each.path
            ) from error
        at = end + 1 + size + 1


def _git(arguments: Sequence[str], folder: Path, limits: Limits) -> None:
    git = which("git")
    if git is None:
        raise EnvironmentProblem("git is not installed", hint="install it, or name folders")
    process = subprocess.Popen(
        [git, *arguments],
        cwd=folder,
        env=_environment(limits.protocols),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,  # with git end the programs that it has started
        preexec_fn=_bounded(limits.bytes) if os.name == "posix" else None,
    )
    try:
        _, said = process.communicate(timeout=limits.seconds)
    except BaseException as error:
        _end(process)
        if isinstance(error, subprocess.TimeoutExpired):
            raise EnvironmentProblem(
                f"took more than {limits.seconds:g} s to fetch", hint="--fetch-seconds allows more"
            ) from error
        raise
    if process.returncode:
        why = _why(said.decode("utf-8", errors="replace")) or f"exit code {process.returncode}"
        raise EnvironmentProblem(f"git cannot fetch it: {why}")


def _why(said: str) -> str:
    """The line that says what is wrong: git ends with advice, and servers begin with greetings."""
    lines = said.strip().splitlines()
    return next((line for line in lines if line.startswith(_WRONG)), lines[-1] if lines else "")


_WRONG = ("fatal: ", "error: ")


def _environment(protocols: Iterable[str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    ssh = {} if "GIT_SSH_COMMAND" in kept else {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes"}
    return {**kept, **ssh, **_ASKS_NOBODY, "GIT_ALLOW_PROTOCOL": ":".join(protocols)}


def _bounded(size: int) -> Callable[[], None]:
    """What a child does first: no file of its, such as a pack, may be larger."""
    import resource

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return bound


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    if process.stderr is not None:
        process.stderr.close()

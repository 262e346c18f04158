"""The git repository of a campaign, read and written by plumbing alone.

Objects and branches are all that is ever added. The user's checkout, index, stash and HEAD are not
looked at: trees are put together without an index, see `Snapshot`. What a hostile
repository would have git run (hooks, filters, merge programs, transports) is off, see `Git.feed`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import new as new_hash
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from gofixmap.engine.git import Git
from gofixmap.errors import EnvironmentProblem, UsageError
from gofixmap.patch.top import prefix_of
from gofixmap.scratch import Scratch

REGULAR = "100644"
_HEADS = "refs/heads/"
_MESSAGE = "gofixmap campaign export"
_LIST_TREE = ("ls-tree", "-r", "-z", "--full-tree")


class Leaf(NamedTuple):
    """A file of a tree: its mode as git spells it, and its object."""

    mode: str
    oid: str


class Branch(NamedTuple):
    """A branch: the commit that it is at, "" where it has none yet, and who has it checked out."""

    commit: str
    worktree: str = ""


class CommitText(NamedTuple):
    """What tells two commits of the same changes apart from all others."""

    tree: str
    parents: tuple[str, ...]
    message: str


class Repository(Struct, frozen=True):
    """A repository by its top folder; paths below the workspace root get `prefix`."""

    top: Path
    prefix: str
    git: Git
    hash_name: str = field(default="sha1")

    @classmethod
    def around(cls, root: Path) -> Repository:
        """The repository that holds the workspace root. Raises EnvironmentProblem without one."""
        prefix = prefix_of(root)
        top = root
        for _ in range(prefix.count("/")):
            top = top.parent
        if not (top / ".git").exists():
            raise EnvironmentProblem(
                "is in no git repository",
                where=str(root),
                hint="export -o DIR writes patches without one",
            )
        git = Git(str(top), "branches cannot be made", settings=[])
        name = git.ask(["rev-parse", "--show-object-format"]).strip()
        return cls(top, prefix, git, name)

    @property
    def nothing(self) -> str:
        """The id that stands for no object."""
        return "0" * (64 if self.hash_name == "sha256" else 40)

    def commit_of(self, revision: str) -> str:
        """The commit that a revision names; "" where it names none."""
        asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
        return (self.git.try_to_ask(asked) or "").strip()

    def tree(self, commit: str) -> dict[str, Leaf]:
        """Every file of a commit by its path from the top, links and sub-repositories included."""
        return dict(_leaves(self.git.feed([*_LIST_TREE, commit])))

    def listing(self, commit: str) -> Iterator[tuple[str, Leaf]]:
        """The same, and every folder."""
        return _leaves(self.git.feed([*_LIST_TREE, "-t", commit]))

    def blob_id(self, data: bytes) -> str:
        """The id that git gives these contents."""
        return self.object_id("blob", data)

    def object_id(self, kind: str, data: bytes) -> str:
        """The id that git gives an object."""
        head = f"{kind} {len(data)}\0".encode("ascii")
        return new_hash(self.hash_name, head + data, usedforsecurity=False).hexdigest()

    def contents(self, oids: Iterable[str]) -> dict[str, bytes]:
        """The contents of objects; those that are not there are left out."""
        wanted = list(dict.fromkeys(oids))
        asked = "".join(f"{oid}\n" for oid in wanted).encode("ascii")
        answer = self.git.feed(["cat-file", "--batch"], asked) if wanted else b""
        return dict(_objects(answer))

    def write_blobs(self, contents: Sequence[bytes]) -> list[str]:
        """Adds objects; their ids, in order."""
        if not contents:
            return []
        with Scratch("export") as folder:
            places = [folder / str(number) for number in range(len(contents))]
            for place, data in zip(places, contents, strict=True):
                place.write_bytes(data)
            listed = "".join(f"{place}\n" for place in places)
            written = self.git.feed(
                ["hash-object", "-w", "--no-filters", "--stdin-paths"], os.fsencode(listed)
            )
        return written.decode("ascii").split()

    def commit_texts(self, commits: Iterable[str]) -> dict[str, CommitText]:
        """Trees, parents and messages of commits, as far as they are there."""
        return {oid: _commit_text(data) for oid, data in self.contents(commits).items()}

    def add_commit(self, tree: str, parent: str, message: str) -> str:
        """A commit by the user that git's settings name, at the present time; its id.

        Raises EnvironmentProblem where they name nobody.
        """
        arguments = ["commit-tree", tree, "-p", parent, "-F", "-"]
        try:
            return self.git.feed(arguments, message.encode("utf-8")).decode("ascii").strip()
        except EnvironmentProblem as problem:
            if not self.git.try_to_feed(["var", "GIT_COMMITTER_IDENT"])[0]:
                raise
            raise EnvironmentProblem(
                "git does not know who makes the commits",
                where=str(self.top),
                hint="set user.name and user.email with git config",
            ) from problem

    def branches(self) -> dict[str, Branch]:
        """The local branches by name, and those that are checked out with no commit yet."""
        shown = "--format=%(refname)%00%(objectname)%00%(worktreepath)"
        found: dict[str, Branch] = {}
        for line in self.git.ask(["for-each-ref", shown, _HEADS]).splitlines():
            name, commit, worktree = line.split("\0")
            found[name.removeprefix(_HEADS)] = Branch(commit, worktree)
        listed = self.git.ask(["worktree", "list", "--porcelain", "-z"])
        for record in listed.split("\0\0"):
            fields = dict(each.partition(" ")[::2] for each in record.split("\0") if each)
            name = fields.get("branch", "").removeprefix(_HEADS)
            if name:
                known = found.get(name, Branch(""))
                found[name] = Branch(known.commit, fields.get("worktree", ""))
        return found

    def check_name(self, branch: str) -> None:
        """Raises UsageError for what git takes for no branch's name."""
        name = f"{_HEADS}{branch}"
        is_option = branch.startswith("-")
        if is_option or self.git.try_to_ask(["check-ref-format", name]) is None:
            raise UsageError(f"{branch!r} is no name for a branch", hint="choose another prefix")

    def move_branches(self, moves: Mapping[str, tuple[str, str]]) -> None:
        """Puts branches from one commit ("" for no branch) to another: all of them, or none.

        Raises EnvironmentProblem where one of them is not where it was.
        """
        lines = ["start"]
        for name, (old, new) in sorted(moves.items()):
            lines.append(f"update {_HEADS}{name} {new} {old or self.nothing}")
        lines += ["prepare", "commit", ""]
        if moves:
            self.git.feed(["update-ref", "-m", _MESSAGE, "--stdin"], "\n".join(lines).encode())


def _leaves(listed: bytes) -> Iterator[tuple[str, Leaf]]:
    for record in listed.split(b"\0"):
        if record:
            head, _, path = record.partition(b"\t")
            mode, _, oid = head.decode("ascii").split(" ")
            yield os.fsdecode(path), Leaf(mode, oid)


def _objects(answer: bytes) -> Iterator[tuple[str, bytes]]:
    """What `cat-file --batch` says: id, kind and size, a line end, the contents, a line end."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        words = answer[at:end].decode("ascii", "replace").split(" ")
        at = end + 1
        if len(words) == 3 and words[2].isdecimal():
            size = int(words[2])
            yield words[0], answer[at : at + size]
            at += size + 1


def _commit_text(data: bytes) -> CommitText:
    head, _, message = data.partition(b"\n\n")
    lines = [line.partition(b" ")[::2] for line in head.split(b"\n")]
    tree = next((value for name, value in lines if name == b"tree"), b"")
    parents = tuple(value.decode("ascii") for name, value in lines if name == b"parent")
    return CommitText(tree.decode("ascii"), parents, message.decode("utf-8", "replace"))

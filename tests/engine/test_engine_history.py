"""Writes, undos, redos, crashes and edits in any order, against a list of trees."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from journal_kit import at_call, contents, in_child, killed

from gofixmap.engine.entry import Change
from gofixmap.engine.undo import put_in_again, recover, take_back
from gofixmap.engine.write import change_files
from gofixmap.errors import GofixmapError

PATHS = ("a.go", "b.go", "p/c.go", "q/r/d.go")
KEPT = 10


class History(RuleBasedStateMachine):
    """`trees` is what was and may come again; `at` is where the tree is now."""

    @initialize()
    def begin(self) -> None:
        self.patch = pytest.MonkeyPatch()
        self.folder = Path(tempfile.mkdtemp())
        self.patch.setenv("XDG_STATE_HOME", str(self.folder / "state"))
        self.patch.setattr(os, "fsync", lambda handle: None)
        self.root = self.folder / "tree"
        self.root.mkdir()
        self.trees: list[dict[str, bytes]] = [{}]
        self.at = 0

    def teardown(self) -> None:
        self.patch.undo()
        rmtree(self.folder)

    def changes(self, after: dict[str, bytes]) -> list[Change]:
        now = self.trees[self.at]
        paths = sorted(now.keys() | after.keys())
        return [
            Change(path, now.get(path), after.get(path))
            for path in paths
            if now.get(path) != after.get(path)
        ]

    def write(self, after: dict[str, bytes]) -> None:
        change_files(self.root, self.changes(after), "apply", make_folders=True)

    trees_of = st.dictionaries(st.sampled_from(PATHS), st.binary(max_size=4))

    @rule(after=trees_of)
    def writes(self, after: dict[str, bytes]) -> None:
        if self.changes(after):
            self.write(after)
            self.trees[self.at + 1 :] = [after]
            self.at += 1
        assert contents(self.root) == after

    @rule()
    def undoes(self) -> None:
        first = max(0, len(self.trees) - 1 - KEPT)
        moved = take_back(self.root)
        assert bool(moved) == (self.at > first)
        self.at -= bool(moved)
        assert contents(self.root) == self.trees[self.at]

    @rule()
    def redoes(self) -> None:
        moved = put_in_again(self.root)
        assert bool(moved) == (self.at < len(self.trees) - 1)
        self.at += bool(moved)
        assert contents(self.root) == self.trees[self.at]

    @precondition(lambda self: self.trees[self.at])
    @rule(data=st.data())
    def edits(self, data: st.DataObject) -> None:
        """A change of somebody else stops undo and redo where they are about that file."""
        path = data.draw(st.sampled_from(sorted(self.trees[self.at])))
        (self.root / path).write_bytes(b"mine, not yours")
        found = contents(self.root)
        for move in (take_back, put_in_again):
            try:
                moved = move(self.root)
            except GofixmapError as error:
                assert error.where == path
                assert contents(self.root) == found
            else:
                if moved:
                    (take_back if move is put_in_again else put_in_again)(self.root)
                assert contents(self.root) == found
        (self.root / path).write_bytes(self.trees[self.at][path])

    @rule(after=trees_of, number=st.integers(1, 90))
    def crashes(self, after: dict[str, bytes], number: int) -> None:
        """Then the tree is as before, and what was being written may come again, or it is done."""
        if not self.changes(after):
            return
        now = contents(self.root)

        def task() -> None:
            with at_call(number, killed):
                self.write(after)

        in_child(task)
        moved = recover(self.root)
        found = contents(self.root)
        assert found in (now, after)
        if moved or found == after:  # the entry is there
            self.trees[self.at + 1 :] = [after]
        else:  # not even that; whether what was undone may still come is left open
            put_in_again(self.root)
            if contents(self.root) == now:
                del self.trees[self.at + 1 :]
            else:
                take_back(self.root)
        self.at += found == after


History.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestHistory = History.TestCase

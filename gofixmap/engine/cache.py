"""What former runs have found out about the tree of a request, where it still holds.

A run over a tree in which nothing has changed is answered by one look at each place that the last
one has asked about. Where some have changed, `cachechange` tells which directories that concerns.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from gofixmap.engine import cachekeys
from gofixmap.engine.cachestore import Store, folder
from gofixmap.engine.request import Request
from gofixmap.model import RunResult
from gofixmap.workspace import system, watch

if TYPE_CHECKING:
    from gofixmap.engine.cacherows import Depends, Heads, Tree
    from gofixmap.workspace.watch import Place

log = logging.getLogger(__name__)
KIND = "kind"  # the question that every place is about


class Difference(NamedTuple):
    """A question that has another answer than before."""

    question: str
    path: str
    before: bytes
    now: bytes


def known_of(request: Request) -> Known | None:
    """What is known for a request; None where the cache has no part in it."""
    if not request.use_cache or not _depends_on_tree_alone(request):
        return None
    place = folder()
    return None if place is None else Known(request, Store(place))


def _depends_on_tree_alone(request: Request) -> bool:
    """False for a run with evidence, with named symbols, or with contents in memory."""
    asked = (request.targets, request.symbols, request.evidence, request.reports, request.overlay)
    return not any(asked) and request.environment is None


class Known:
    """The rows of one request, and what has changed since they were written."""

    def __init__(self, request: Request, store: Store) -> None:
        self.request = request
        self._store = store
        self._key = cachekeys.tree_key(request)
        self._tree: Tree | None = None
        self.depends: Depends | None = None  # read where it is needed
        self.differences: list[Difference] = []
        self.found: Mapping[str, Place] = {}  # where things are now, if any is not where it was
        self.again = watch.Watcher(system.Machine())  # what was asked again

    @property
    def is_plain(self) -> bool:
        """Whether the run is a check of which every line counts."""
        request = self.request
        limited = request.changed_lines is not None or request.diff_base or request.baseline
        return not request.apply and not limited

    def result(self) -> RunResult | None:
        """The result of a check of a tree in which nothing has changed."""
        from gofixmap.engine import cacherows

        tree_row, result_row = self._store.get(self._tree_key, self._result_key)
        self._tree = cacherows.decoded(tree_row, cacherows.Tree)
        if self._tree is None or not self._still_holds(self._tree) or not self.is_plain:
            return None
        found = cacherows.decoded(result_row, cacherows.Result)
        if found is None or found.generation != self._tree.generation:
            return None
        return RunResult(found.root, found.findings, {}, {}, found.problems, found.summary)

    @property
    def _tree_key(self) -> bytes:
        return b"tree" + self._key

    @property
    def _depends_key(self) -> bytes:
        return b"depends" + self._key

    @property
    def _heads_key(self) -> bytes:
        return b"heads" + self._key

    @property
    def _result_key(self) -> bytes:
        return b"result" + cachekeys.result_key(self.request, self._key)

    def _still_holds(self, tree: Tree) -> bool:
        """Looks at each place, and asks again where it is another one."""
        paths = tree.paths.split("\0")
        now = places_now(paths)
        if now == tree.places:
            return True
        if len(now) != len(tree.places) or not self.read_depends():
            self._tree = None
            return False
        self.found = dict(zip(paths, _places(now), strict=True))
        self._ask_again(paths, _places(tree.places))
        if self.differences:
            return False
        self._refresh(tree, paths)
        return True

    def read_depends(self) -> bool:
        """Reads the second row; False where there is none that belongs to the first."""
        from gofixmap.engine import cacherows

        if self.depends is None and self._tree is not None:
            (row,) = self._store.get(self._depends_key)
            found = cacherows.decoded(row, cacherows.Depends)
            if found is not None and found.generation == self._tree.generation:
                self.depends = found
        return self.depends is not None

    def _ask_again(self, paths: list[str], was: Iterable[Place]) -> None:
        """Fills `differences` with the questions that have other answers now."""
        pairs = enumerate(zip(was, self.found.values(), strict=True))
        changed = {at: before for at, (before, after) in pairs if before != after}
        for at, before in changed.items():
            path = paths[at]
            self.again.note(path)
            after = self.again.seen.places[path]
            if watch.kind_of(before) != watch.kind_of(after):
                kinds = (str(watch.kind_of(each)).encode() for each in (before, after))
                self.differences.append(Difference(KIND, path, *kinds))
        assert self.depends is not None
        for number, at, answer in self.depends.answers:
            if at in changed:
                question, path = self.depends.questions[number], paths[at]
                self.again.ask(question, path)
                found = self.again.seen.answers[question, path]
                if found != answer:
                    self.differences.append(Difference(question, path, answer, found))

    def _refresh(self, tree: Tree, paths: list[str]) -> None:
        """Remembers where things are now, so that nothing has to be asked the next time."""
        places = bytearray(tree.places)
        number_of = {path: at for at, path in enumerate(paths)}
        for path, place in self.again.seen.places.items():
            at = watch.PLACE_BYTES * number_of[path]
            places[at : at + watch.PLACE_BYTES] = place
        self._tree = structs.replace(tree, places=bytes(places))
        self._put({self._tree_key: self._tree})

    def old_places(self) -> dict[str, Place]:
        """The places as the last run has found them."""
        if self._tree is None:
            return {}
        return dict(zip(self._tree.paths.split("\0"), _places(self._tree.places), strict=True))

    def contents(self) -> dict[str, bytes]:
        """The digests of what files hold now, of those that were read whole."""
        if self._tree is None or self.depends is None:
            return {}
        paths, questions = self._tree.paths.split("\0"), self.depends.questions
        found = {
            paths[at]: answer
            for number, at, answer in self.depends.answers
            if questions[number] == watch.CONTENT
        }
        again = self.again.seen.answers.items()
        return found | {path: answer for (asked, path), answer in again if asked == watch.CONTENT}

    def heads(self) -> Heads | None:
        """What is known of the headers of files, which hold what they held or not."""
        from gofixmap.engine import cacherows

        (row,) = self._store.get(self._heads_key)
        return cacherows.decoded(row, cacherows.Heads)

    def keep_heads(self, heads: Heads) -> None:
        self._put({self._heads_key: heads})

    def keep(self, places: Mapping[str, Place], depends: Depends) -> None:
        """Writes the rows of a run."""
        from gofixmap.engine import cacherows

        found = b"".join(places.values())
        self._tree = cacherows.Tree(depends.generation, "\0".join(places), found)
        self.depends = depends
        self._put({self._tree_key: self._tree, self._depends_key: depends})

    def keep_result(self, result: RunResult) -> None:
        """Writes what has come of it all."""
        from gofixmap.engine import cacherows

        if self._tree is not None and self.is_plain:
            row = cacherows.Result(
                self._tree.generation,
                result.root,
                result.findings,
                result.problems,
                result.summary,
            )
            self._put({self._result_key: row})

    def _put(self, rows: Mapping[bytes, object]) -> None:
        from gofixmap.engine import cacherows

        try:
            self._store.put({key: cacherows.encoded(row) for key, row in rows.items()})
        except (TypeError, ValueError, OverflowError) as error:
            log.debug("cannot keep what the run has found: %s", error)

    def close(self) -> None:
        self._store.close()


def places_now(paths: list[str]) -> bytes:
    """What `lstat` says of each path, one behind the other."""
    found = bytearray()
    lstat, place_of = os.lstat, watch.place_of
    for path in paths:
        try:
            status = lstat(path)
        except (OSError, ValueError):
            found += watch.NOWHERE
        else:
            found += place_of(status)
    return bytes(found)


def _places(data: bytes) -> Iterator[Place]:
    size = watch.PLACE_BYTES
    return (data[at : at + size] for at in range(0, len(data), size))

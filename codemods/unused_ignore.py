"""unused-ignore: comments that silence findings which are no longer there."""

from __future__ import annotations

from collections.abc import Iterable

from gofixmap.codemod import Codemod, Context, Finding, Match, Safety


class UnusedIgnore(Codemod):
    """The page of the rule; the engine judges comments when all codemods have run on a file."""

    name = "unused-ignore"
    title = "A comment silences a finding that is not there"
    why = """
    A `//gofixmap:ignore` stays when the code below it has been mended, or has moved away. It then
    says something that is no longer true, and it will silence the next mistake that somebody makes
    in that place. A name that is misspelt silences nothing at all.

    A comment is judged where the codemods that it names have run on all that it covers: not where
    `--select` leaves them out (selected alone, this rule runs all of them), not in code that does
    not parse, not where a package that the code imports is not on this machine (cgo included), and
    with `--diff-base` only on lines that have changed. Of several names those go that silence
    nothing. Comments of other linters (`//nolint`, `//lint:ignore`) are left alone.

    Removing a name is `safe` where its codemod finds the same in every run. It is `review` where
    `--target` or `--evidence` make the codemod find more, where the comment names no codemod, and
    where a name is misspelt. `apply` removes comments when nothing else is left to be fixed. A
    comment that names `unused-ignore` as well is kept.
    """
    before = """
    func (s *Store) Rename(id, name string) {
        //gofixmap:ignore map-writeback known
        user := s.users[id]
        user.Name = name
        s.users[id] = user
    }
    """
    after = """
    func (s *Store) Rename(id, name string) {
        user := s.users[id]
        user.Name = name
        s.users[id] = user
    }
    """
    safety = Safety.SAFE
    order = 2000  # what it removes, other fixes may move
    needles = (b"gofixmap:ignore",)
    keywords = ()  # no declaration is searched
    query = "(comment) @comment"

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        """Nothing: see gofixmap/engine/unused.py, which knows what was silenced."""
        return ()

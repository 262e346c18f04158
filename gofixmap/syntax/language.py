"""The tree-sitter grammar and its parser, loaded on first use."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Parser


class _PerThread(threading.local):
    parser: Parser | None = None


_local = _PerThread()


@cache
def language() -> Language:
    """The Go grammar."""
    import tree_sitter_go
    from tree_sitter import Language

    return Language(tree_sitter_go.language())


def parser() -> Parser:
    """This thread's parser; a parser holds state and must not be shared by threads."""
    if _local.parser is None:
        from tree_sitter import Parser

        _local.parser = Parser(language())
    return _local.parser

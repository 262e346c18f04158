"""What --target can ask for: every write to a map that some way may lead to while it is nil."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap.codemod import Edit

if TYPE_CHECKING:
    from gofixmap.codemod import Context, Symbol


@dataclass(frozen=True, slots=True)
class Offer:
    """A fix that may still be refused."""

    message: str
    edits: Callable[[], tuple[list[Edit], str]]


def offers_for(symbol: Symbol, context: Context) -> Iterator[Offer]:
    return iter(())

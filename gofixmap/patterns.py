"""Regular expressions that are compiled by whoever first uses them.

A run over what an edit concerns imports hundreds of them, half a million instructions each, and
uses less than half.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, AnyStr

__all__ = ["pattern"]

if TYPE_CHECKING:
    from re import compile as pattern
else:

    class pattern:
        """What `re.compile` gives, for all that asks for its methods and attributes."""

        def __init__(self, text: AnyStr, flags: int = 0) -> None:
            self._given = (text, flags)
            self._compiled: re.Pattern[AnyStr] | None = None

        def __getattr__(self, name: str) -> object:
            """Asked once for each name, which is an attribute from then on."""
            if name.startswith("_"):
                raise AttributeError(name)
            if self._compiled is None:
                self._compiled = re.compile(*self._given)
            found = getattr(self._compiled, name)
            setattr(self, name, found)
            return found

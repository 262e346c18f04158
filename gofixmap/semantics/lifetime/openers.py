"""Calls whose results have to be released, by kind: a row of `KINDS` is all a new one needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.lifetime.called import called_name
from gofixmap.semantics.lifetime.responses import opens_response

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo


class Kind(Struct, frozen=True):
    """What has to be released, and how.

    `type` is the type of the result as it prints, "*net/http.Response". `openers` are the functions
    whose result is one to release (`os.Open`, `(*database/sql.DB).Query`); `opens` decides where a
    list is not enough. `releases` are the methods that release it, called on the value or on its
    field `through`; "" among them means that the value itself is called (a cancel function).
    `named` is what the last name of a called opener looks like: types are asked for after that.
    """

    name: str
    type: str
    releases: tuple[str, ...] = ("Close",)
    through: str = ""
    openers: frozenset[str] = frozenset()
    opens: Callable[[FileInfo, Node], bool] | None = None
    nil_with_error: bool = True  # the value is nil where the error beside it is not
    named: re.Pattern[bytes] | None = None

    def is_opened_by(self, info: FileInfo, call: Node) -> bool:
        """Whether this call, which has a result of the type, opens one."""
        if self.opens is not None:
            return self.opens(info, call)
        return called_name(info, call) in self.openers


BODY = Kind("body", "*net/http.Response", through="Body", opens=opens_response)
KINDS = (BODY,)

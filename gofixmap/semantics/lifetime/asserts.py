"""Calls that come back only where an error is nil, and those that expect one that is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.lifetime.called import called_name
from gofixmap.semantics.lifetime.conditions import fact_of
from gofixmap.semantics.lifetime.paths import Paths
from gofixmap.semantics.nodes import unparenthesized
from gofixmap.semantics.sharing.callees import arguments_of
from gofixmap.semantics.sharing.handing import function_called, parameter_at

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

_TESTIFY = r"github\.com/stretchr/testify/"
_NONE = pattern(
    rf"""{_TESTIFY}require\.(NoErrorf?|Nilf?)
    | \(\*{_TESTIFY}require\.Assertions\)\.(NoErrorf?|Nilf?)
    | gotest\.tools/(v3/)?assert\.NilError
    """,
    re.VERBOSE,
)
_SOME = pattern(
    rf"""{_TESTIFY}(require|assert)\.(Error|ErrorIs|ErrorAs|ErrorContains|EqualError|NotNil)f?
    | \(\*{_TESTIFY}(require|assert)\.Assertions\)
      \.(Error|ErrorIs|ErrorAs|ErrorContains|EqualError|NotNil)f?
    | gotest\.tools/(v3/)?assert\.(Error|ErrorContains|ErrorIs|ErrorType)
    """,
    re.VERBOSE,
)


def asserts_none(info: FileInfo, call: Node, error: Object) -> bool:
    """`require.NoError(t, err)`, or a function of the workspace that does not return with one."""
    position = _position_of(info, call, error)
    if position is None:
        return False
    if _NONE.fullmatch(called_name(info, call)):
        return True
    function = function_called(info, call)
    if function is None or function.body.type != "block":
        return False
    parameter = parameter_at(function, position).variable
    if parameter is None:
        return False
    given = function.info.object_of(parameter.node)

    def holds(condition: Node, outcome: bool) -> bool | None:
        """The parameter is not nil."""
        fact = fact_of(function.info, condition, outcome)
        is_about = fact is not None and function.info.object_of(fact.operand) is given
        return False if fact is not None and is_about and fact.is_nil else None

    return not Paths.of(function.info, function.node).returns(holds)


def asserts_some(info: FileInfo, call: Node, error: Object) -> bool:
    """`require.Error(t, err)`: with a value the test has failed already."""
    if _position_of(info, call, error) is None:
        return False
    return _SOME.fullmatch(called_name(info, call)) is not None


def _position_of(info: FileInfo, call: Node, error: Object) -> int | None:
    """Which argument, the only one, is the error."""
    given = [unparenthesized(each) for each in arguments_of(call)]
    places = [
        at
        for at, each in enumerate(given)
        if each.type == "identifier" and info.object_of(each) is error
    ]
    return places[0] if len(places) == 1 else None

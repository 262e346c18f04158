"""Shards and campaigns as text that a database keeps, and back.

The text is JSON in ASCII, so that a path which is no UTF-8 survives. What is read back is checked
against the types: a state may have been cut short or changed.
"""

from __future__ import annotations

import json
from typing import TypeVar

import msgspec

from gofixmap.errors import EnvironmentProblem

Value = TypeVar("Value")


def encoded(value: object) -> str:
    """Plain data: dataclasses, enums, tuples, texts and numbers."""
    return json.dumps(msgspec.to_builtins(value), separators=(",", ":"))


def decoded(text: object, kind: type[Value], where: str = "") -> Value:
    """Raises EnvironmentProblem where the text is not of that kind; `where` is what it is from."""
    try:
        return msgspec.convert(json.loads(text), kind)  # type: ignore[arg-type]
    except (ValueError, TypeError, RecursionError, msgspec.MsgspecError) as error:
        raise damaged(where, error) from error


def checked(value: object, kind: type[Value], where: str = "") -> Value:
    """The same for what is no text: a column of a damaged database may hold anything."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.MsgspecError as error:
        raise damaged(where, error) from error


def damaged(where: str, why: object) -> EnvironmentProblem:
    """What a person is told of a state that no command can have left."""
    return EnvironmentProblem(
        f"the state is damaged: {why}",
        where=where,
        hint="begin anew with another --state",
    )

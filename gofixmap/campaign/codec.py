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


def decoded(text: str, kind: type[Value]) -> Value:
    """Raises EnvironmentProblem where the text is not of that kind."""
    try:
        return msgspec.convert(json.loads(text), kind)
    except (ValueError, TypeError, RecursionError, msgspec.MsgspecError) as error:
        raise EnvironmentProblem(
            f"the state of the campaign is damaged: {error}", hint="plan it anew"
        ) from error

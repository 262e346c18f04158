"""Plain data as bytes and back: what crosses between machines.

Nothing in the bytes can run: a class is named, and only classes of gofixmap that are data
(structs, dataclasses, named tuples, enumerations) are made again, field by field. A codemod is
named as `--select` names it and looked up among those that are installed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from gofixmap.codemod import Codemod
from gofixmap.errors import GofixmapError
from gofixmap.registry import installed

_PLAIN = (type(None), bool, float, bytes)
_WORDS = range(-(2**63), 2**63)
_BROKEN = (AttributeError, LookupError, TypeError, ValueError)


class CodecError(ValueError):
    """A value that is no plain data, or bytes that are none."""


def encode(value: object) -> bytes:
    """Raises CodecError for what is not plain data."""
    return msgspec.msgpack.encode(_out(value))


def decode(data: bytes) -> object:
    """What `encode` was given. Raises CodecError."""
    try:
        return _in(msgspec.msgpack.decode(data))
    except (msgspec.DecodeError, GofixmapError, ImportError, *_BROKEN) as error:
        raise CodecError(f"not understood: {error}") from error


def _out(value: Any) -> object:  # noqa: ANN401 - any plain data
    if isinstance(value, Enum):
        return ["e", _name(type(value)), value.name]
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, str):
        return value if _is_text(value) else ["u", _name_of_file(value)]
    if isinstance(value, int):
        return value if value in _WORDS else ["i", str(value)]
    if isinstance(value, tuple):
        named = hasattr(value, "_fields")
        return [*(("n", _name(type(value))) if named else ("t",)), *map(_out, value)]
    if isinstance(value, list):
        return ["l", *map(_out, value)]
    if isinstance(value, (frozenset, set)):
        return ["s" if isinstance(value, frozenset) else "m", *map(_out, _sorted(value))]
    if isinstance(value, Mapping):
        return ["d", *(part for pair in value.items() for part in map(_out, pair))]
    return _out_object(value)


def _out_object(value: Any) -> list[object]:  # noqa: ANN401 - any plain data
    if isinstance(value, type):
        if issubclass(value, Codemod):
            return ["k", _installed_name(value)]
    elif isinstance(value, Path):
        return ["p", os.fsencode(value)]
    elif _is_record(type(value)):
        kind: type = type(value)
        return ["c", _name(kind), *(_out(getattr(value, name)) for name in _fields(kind))]
    raise CodecError(f"{type(value).__module__}.{type(value).__qualname__} is no plain data")


def _sorted(values: frozenset[Any] | set[Any]) -> list[Any]:
    """In a stable order where there is one, so that equal values have equal bytes."""
    try:
        return sorted(values)
    except TypeError:
        return list(values)


def _is_text(value: str) -> bool:
    """Whether the text has a UTF-8 form; names of files may have none."""
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _name_of_file(text: str) -> bytes:
    try:
        return os.fsencode(text)
    except UnicodeEncodeError as error:
        raise CodecError(f"{text!a} is neither text nor the name of a file") from error


def _installed_name(codemod: type[Codemod]) -> str:
    name = codemod.name
    if name not in installed().names or installed().get(name) is not codemod:
        raise CodecError(f"codemod {name} is not installed as an entry point")
    return name


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    if issubclass(kind, msgspec.Struct):
        return kind.__struct_fields__
    return tuple(each.name for each in fields(kind))


@cache
def _class(name: str) -> type:
    """The class of that name. Raises CodecError for what is not a data class of gofixmap."""
    module_name, _, qualified = name.partition(":")
    # Importing a __main__ would run it.
    if not module_name.startswith("gofixmap.") or "__" in name or not qualified.isidentifier():
        raise CodecError(f"{name} is no class of gofixmap")
    found = getattr(import_module(module_name), qualified, None)
    if not isinstance(found, type) or found.__module__ != module_name:
        raise CodecError(f"{name} is no class of gofixmap")
    if _is_record(found) or issubclass(found, Enum) or _is_named_tuple(found):
        return found
    raise CodecError(f"{name} is no class of plain data")


def _is_record(kind: type) -> bool:
    return issubclass(kind, msgspec.Struct) or is_dataclass(kind)


def _is_named_tuple(kind: type) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


def _in(value: Any) -> Any:  # noqa: ANN401 - any plain data
    if type(value) is not list:
        return value
    return _MAKERS[value[0]](value[1:])


def _pairs(parts: list[Any]) -> dict[Any, Any]:
    made = map(_in, parts)
    return dict(zip(made, made, strict=True))


def _record(parts: list[Any]) -> object:
    """A dataclass without its `__init__`, which might do more than keep what it is given.

    That of a struct keeps, and checks at most.
    """
    kind = _class(parts[0])
    names = _fields(kind) if _is_record(kind) else ()
    if len(names) != len(parts) - 1 or issubclass(kind, Enum):
        raise CodecError(f"{parts[0]} has other fields here")
    if issubclass(kind, msgspec.Struct):
        return kind(**dict(zip(names, map(_in, parts[1:]), strict=True)))
    made: object = object.__new__(kind)
    for name, part in zip(names, parts[1:], strict=True):
        object.__setattr__(made, name, _in(part))
    return made


def _named(parts: list[Any]) -> object:
    kind = _class(parts[0])
    if not _is_named_tuple(kind):
        raise CodecError(f"{parts[0]} is no named tuple")
    return kind(*map(_in, parts[1:]))


def _member(parts: list[Any]) -> object:
    kind = _class(parts[0])
    if not issubclass(kind, Enum):
        raise CodecError(f"{parts[0]} is no enumeration")
    return kind[parts[1]]


_MAKERS: Mapping[str, Callable[[list[Any]], object]] = {
    "c": _record,
    "d": _pairs,
    "e": _member,
    "i": lambda parts: int(parts[0]),
    "k": lambda parts: installed().get(parts[0]),
    "l": lambda parts: [_in(part) for part in parts],
    "m": lambda parts: {_in(part) for part in parts},
    "n": _named,
    "p": lambda parts: Path(os.fsdecode(parts[0])),
    "s": lambda parts: frozenset(map(_in, parts)),
    "t": lambda parts: tuple(map(_in, parts)),
    "u": lambda parts: os.fsdecode(parts[0]),
}

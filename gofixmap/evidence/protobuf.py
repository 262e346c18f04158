"""The wire format of protocol buffers, as far as profiles need it.

A message is a row of fields: a number, and a varint, eight or four bytes, or a run of bytes
(https://protobuf.dev/programming-guides/encoding/). Groups are refused: profiles have none.
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _EIGHT_BYTES, _RUN, _FOUR_BYTES = 0, 1, 2, 5
_LONGEST = 10  # bytes of a varint that holds 64 bits
Value = int | memoryview


class Malformed(ValueError):
    """The bytes are no message: cut off, or something else."""


def fields(data: memoryview) -> Iterator[tuple[int, Value]]:
    """Number and value of each field: an unsigned number, or the bytes of a run.

    Raises Malformed.
    """
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == _VARINT:
            number, at = _varint(data, at)
            yield key >> 3, number
            continue
        if kind == _RUN:
            size, at = _varint(data, at)
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            size = 8 if kind == _EIGHT_BYTES else 4
        else:
            raise Malformed(f"field kind {kind} at byte {at}")
        if size > len(data) - at:
            raise Malformed(f"{size} bytes are announced at byte {at}, {len(data) - at} are there")
        run = data[at : at + size]
        yield key >> 3, run if kind == _RUN else int.from_bytes(run, "little")
        at += size


def numbers(value: Value) -> list[int]:
    """The numbers of a repeated field: one of them, or several packed into a run."""
    if isinstance(value, int):
        return [value]
    found, at = [], 0
    while at < len(value):
        number, at = _varint(value, at)
        found.append(number)
    return found


def signed(number: int) -> int:
    """An int64, which is written in two's complement."""
    return number - (1 << 64) if number >= 1 << 63 else number


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    number = 0
    for index, byte in enumerate(data[at : at + _LONGEST]):
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return number & 0xFFFF_FFFF_FFFF_FFFF, at + index + 1
    raise Malformed(f"a number at byte {at} does not end")

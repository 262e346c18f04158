"""Profiles as the Go runtime writes them: gzipped protocol buffers (profile.proto of pprof).

Numbers of fields are those of https://github.com/google/pprof/blob/main/proto/profile.proto.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from msgspec import Struct

from gofixmap.evidence.model import Frame
from gofixmap.evidence.names import plain_name
from gofixmap.evidence.protobuf import Malformed, Value, fields, numbers, signed

GZIP = b"\x1f\x8b"
_LARGEST = 128 << 20  # bytes, unpacked: a profile of a large service has a few millions
_PIECE = 1 << 16  # bytes that are unpacked at a time
# Numbers and frames that a profile may hold; a part of its tables takes the room of 16. Two bytes
# may be a part, so that their memory is not bounded by the size of what was unpacked.
_ROOM = 32_000_000
_PART = 16


class Sample(Struct, frozen=True):
    """One stack, innermost frame first, and a value for each of the profile's kinds."""

    frames: tuple[Frame, ...]
    values: tuple[int, ...]


class Profile(Struct, frozen=True):
    """`kinds` are pairs like ("inuse_space", "bytes"), in the order of each sample's values."""

    kinds: tuple[tuple[str, str], ...]
    samples: tuple[Sample, ...]

    def column(self, kind: str) -> int | None:
        """Where the values of a kind stand."""
        return next((at for at, (name, _) in enumerate(self.kinds) if name == kind), None)


def parse_profile(data: bytes) -> Profile:
    """Raises Malformed (a ValueError) where the bytes are no profile."""
    message = memoryview(_unpacked(data) if data.startswith(GZIP) else data)
    tables = _Tables()
    for number, value in fields(message):
        tables.take(number, value)
    if not tables.kinds:
        raise Malformed("it has no kinds of values")
    return tables.profile()


def _unpacked(data: bytes) -> bytearray:
    """At most `_LARGEST` bytes: what unpacks to more is not a profile but an attack."""
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = bytearray()
    try:
        for at in range(0, len(data), _PIECE):
            packed = data[at : at + _PIECE]
            while packed and not unpacker.eof:
                unpacked += unpacker.decompress(packed, _PIECE)
                packed = unpacker.unconsumed_tail
                if len(unpacked) > _LARGEST:
                    raise Malformed(f"it is larger than {_LARGEST >> 20} MB when unpacked")
    except zlib.error as error:
        raise Malformed(f"it cannot be unpacked: {error}") from error
    if not unpacker.eof:
        raise Malformed("it is cut off")
    return unpacked


class _Tables:
    """The parts of a profile, which refer to one another by number."""

    def __init__(self) -> None:
        self.kinds: list[tuple[int, int]] = []
        self._samples: list[tuple[list[int], list[int]]] = []
        self._locations: dict[int, list[tuple[int, int]]] = {}  # function and line, inlined first
        self._functions: dict[int, tuple[int, int]] = {}  # name and file
        self._strings: list[str] = []
        self._room = _ROOM

    def _use(self, room: int) -> None:
        self._room -= room
        if self._room < 0:
            raise Malformed("it has more samples and frames than a profile can have")

    def take(self, number: int, value: Value) -> None:
        """One field of the profile."""
        if isinstance(value, int):
            return  # when it was taken, how often it samples: nothing here asks
        self._use(_PART if number == 6 else _PART + len(value))
        if number == 1:
            self.kinds.append((_number(value, 1), _number(value, 2)))
        elif number == 2:
            self._samples.append(_sample(value))
        elif number == 4:
            self._locations[_number(value, 1)] = _lines(value)
        elif number == 5:
            self._functions[_number(value, 1)] = (_number(value, 2), _number(value, 4))
        elif number == 6:
            self._strings.append(str(value, "utf-8", "replace"))

    def profile(self) -> Profile:
        stacks: dict[int, tuple[Frame, ...]] = {
            location: tuple(self._frame(function, line) for function, line in lines)
            for location, lines in self._locations.items()
        }
        samples = (
            Sample(self._joined(stacks.get(each, ()) for each in locations), tuple(values))
            for locations, values in self._samples
        )
        return Profile(
            tuple((self._string(name), self._string(unit)) for name, unit in self.kinds),
            tuple(samples),
        )

    def _joined(self, parts: Iterable[tuple[Frame, ...]]) -> tuple[Frame, ...]:
        """The frames of one stack; many stacks may name one location, which names many frames."""
        frames: list[Frame] = []
        for part in parts:
            self._use(len(part))
            frames += part
        return tuple(frames)

    def _frame(self, function: int, line: int) -> Frame:
        name, file = self._functions.get(function, (0, 0))
        return Frame(plain_name(self._string(name)), self._string(file), line)

    def _string(self, index: int) -> str:
        if index >= len(self._strings):
            raise Malformed(f"string {index} of {len(self._strings)}")
        return self._strings[index]


def _number(message: memoryview, wanted: int) -> int:
    """The number in a field of a small message; 0 where it is left out, as the format has it."""
    found = 0
    for number, value in fields(message):
        if number == wanted and isinstance(value, int):
            found = value
    return found


def _sample(message: memoryview) -> tuple[list[int], list[int]]:
    locations: list[int] = []
    values: list[int] = []
    for number, value in fields(message):
        if number == 1:
            locations += numbers(value)
        elif number == 2:
            values += map(signed, numbers(value))
    return locations, values


def _lines(message: memoryview) -> list[tuple[int, int]]:
    return [
        (_number(value, 1), signed(_number(value, 2)))
        for number, value in fields(message)
        if number == 4 and not isinstance(value, int)
    ]

"""Which kind of evidence a file holds, judged by its content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from gofixmap.evidence.escape import is_escape_header, is_escape_line
from gofixmap.evidence.stream import event_of

EXPECTED = (
    "expected race-detector output (WARNING: DATA RACE), the trace of `fatal error: concurrent"
    " map ...`, what go test or go test -json prints, a heap profile (heap.pb.gz), or what"
    " go build -gcflags=-m prints"
)
_LOOKED_AT = 200  # lines of a stream that may precede its first event
_TEXT = re.compile(
    r"WARNING: DATA RACE|fatal error: concurrent map |^(?:ok  |FAIL|---|\?   )\t?"
    r"|^=== RUN |^--- (?:PASS|FAIL|SKIP)|^(?:PASS|FAIL)$|^Found [0-9]+ data race"
)


class Kind(StrEnum):
    """What `read_evidence` can read, besides profiles."""

    TEXT = "text"
    STREAM = "stream"
    ESCAPE = "escape"


def kind_of(lines: Iterable[str]) -> Kind | None:
    """The kind of a log; None for what is none. An empty file is a quiet program's output."""
    seen = 0
    for line in lines:
        if is_escape_line(line) or (line.startswith("{") and is_escape_header(line)):
            return Kind.ESCAPE
        if seen < _LOOKED_AT and event_of(line) is not None:
            return Kind.STREAM
        if _TEXT.search(line):
            return Kind.TEXT
        seen += bool(line.strip())
    return None if seen else Kind.TEXT

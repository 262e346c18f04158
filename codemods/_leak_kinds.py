"""What has to be stopped, closed or cancelled: kinds of obligations."""

from __future__ import annotations

import re

from gofixmap.codemod import lifetime, pattern

_WITH = pattern(rb"^With(?:Cancel|Timeout|Deadline)(?:Cause)?$")

TICKER = lifetime.Kind(
    "ticker",
    "*time.Ticker",
    releases=("Stop",),
    openers=frozenset({"time.NewTicker"}),
    named=re.compile(rb"^NewTicker$"),
    nil_with_error=False,
)
TIMER = lifetime.Kind(
    "timer",
    "*time.Timer",
    releases=("Stop",),
    openers=frozenset({"time.NewTimer"}),
    named=re.compile(rb"^NewTimer$"),
    nil_with_error=False,
)
CALL = lifetime.Kind(
    "call",
    "*time.Timer",
    releases=("Stop",),
    openers=frozenset({"time.AfterFunc"}),
    named=re.compile(rb"^AfterFunc$"),
    nil_with_error=False,
)
CANCEL = lifetime.Kind(
    "cancel",
    "context.CancelFunc",
    releases=("",),
    openers=frozenset(
        f"context.{name}"
        for name in (
            "WithCancel",
            "WithTimeout",
            "WithDeadline",
            "WithTimeoutCause",
            "WithDeadlineCause",
        )
    ),
    named=_WITH,
    nil_with_error=False,
)
CANCEL_CAUSE = lifetime.Kind(
    "cancel",
    "context.CancelCauseFunc",
    releases=("",),
    openers=frozenset({"context.WithCancelCause"}),
    named=_WITH,
    nil_with_error=False,
)

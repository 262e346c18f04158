"""What has to be stopped, closed or cancelled: kinds of obligations."""

from __future__ import annotations

from gofixmap.codemod import lifetime

TICKER = lifetime.Kind(
    "ticker",
    "*time.Ticker",
    releases=("Stop",),
    openers=frozenset({"time.NewTicker"}),
    nil_with_error=False,
)
TIMER = lifetime.Kind(
    "timer",
    "*time.Timer",
    releases=("Stop",),
    openers=frozenset({"time.NewTimer"}),
    nil_with_error=False,
)
CALL = lifetime.Kind(
    "call",
    "*time.Timer",
    releases=("Stop",),
    openers=frozenset({"time.AfterFunc"}),
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
    nil_with_error=False,
)
CANCEL_CAUSE = lifetime.Kind(
    "cancel",
    "context.CancelCauseFunc",
    releases=("",),
    openers=frozenset({"context.WithCancelCause"}),
    nil_with_error=False,
)

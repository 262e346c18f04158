"""Proof by the Go toolchain, over an overlay (layer 5)."""

from gofixmap.verify.build import (
    AUTO_TIME_LIMIT,
    LEVELS,
    TEST_TIME_LIMIT,
    TIME_LIMIT,
    verify,
    verify_build,
)
from gofixmap.verify.result import Dropped, Unproven, VerifyResult
from gofixmap.verify.toolchain import Toolchain, find_toolchain

__all__ = [
    "AUTO_TIME_LIMIT",
    "LEVELS",
    "TEST_TIME_LIMIT",
    "TIME_LIMIT",
    "Dropped",
    "Toolchain",
    "Unproven",
    "VerifyResult",
    "find_toolchain",
    "verify",
    "verify_build",
]

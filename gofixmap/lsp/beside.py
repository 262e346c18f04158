"""Findings that gopls reports itself: what does not compile, and some that it vets."""

from __future__ import annotations

import re

from gofixmap.model import Finding

#: How messages begin that are about code which the compiler refuses, by codemod.
_REFUSED = {"map-writeback": "cannot "}
#: What messages say that gopls' analyzer `lostcancel` says too.
_LOST_CANCEL = re.compile(r"the cancel function of .* is thrown away|.* is not called on every way")


def does_not_compile(finding: Finding) -> bool:
    """Whether the compiler refuses the code that the finding is about."""
    start = _REFUSED.get(finding.codemod)
    return start is not None and finding.message.startswith(start)


def is_repeated(finding: Finding) -> bool:
    """Whether gopls has a diagnostic of its own for the finding, as it is set up by default."""
    if finding.codemod == "loop-leak":
        return _LOST_CANCEL.match(finding.message) is not None
    return does_not_compile(finding)

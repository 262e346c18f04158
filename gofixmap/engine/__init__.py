"""Discovery, prefilter, survey, rewrite, fixpoint, conflicts and the pool behind `run`."""

from __future__ import annotations

from gofixmap.engine.request import Progress, Request
from gofixmap.engine.run import run

__all__ = ["Progress", "Request", "run"]

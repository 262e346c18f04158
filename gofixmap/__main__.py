"""`python -m gofixmap`, for where the script is not on PATH."""

from __future__ import annotations

from gofixmap.cli import program

program()

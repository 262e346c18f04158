"""`python -m gofixmap`, for where the script is not on PATH."""

from __future__ import annotations

import sys

from gofixmap.cli import main

sys.exit(main())

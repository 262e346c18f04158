"""Alert rules for Prometheus, what they must and must not say, and a dashboard for Grafana."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

from gofixmap.errors import UsageError
from gofixmap.scaffold.dashboard import dashboard

_JOB = re.compile(r"[\w.:/@-]+")


def monitoring(job: str = "") -> Mapping[str, bytes]:
    """The files by name. `job` limits all of them to the instances that have this label.

    Raises UsageError for a name that would not survive being quoted in three languages.
    """
    if job and not _JOB.fullmatch(job):
        raise UsageError(
            "a job's name has letters, digits and _ . : / @ - here", where=f"--job {job}"
        )
    texts = {name: _filled(name, job) for name in ("go-leaks.rules.yml", "go-leaks.test.yml")}
    texts["go-leaks.dashboard.json"] = dashboard(job)
    return {name: text.encode() for name, text in texts.items()}


def _filled(name: str, job: str) -> str:
    text = files("gofixmap.scaffold").joinpath("files", name).read_text(encoding="utf-8")
    return (
        text.replace("{@selector@}", f'{{job="{job}"}}' if job else "")
        .replace("@labels@", f'job="{job}",' if job else "")
        .replace("@more@", f'\n              job: "{job}"' if job else "")
    )

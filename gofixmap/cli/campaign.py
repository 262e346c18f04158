"""`gofixmap campaign`: a migration in shards, which takes days and is stopped in between."""

from __future__ import annotations

import click

from gofixmap.cli.lazy import Lazy, LazyGroup

COMMANDS = {
    "plan": Lazy("gofixmap.cli.campaign_plan:plan", "Find all fixes and cut them into shards."),
    "run": Lazy("gofixmap.cli.campaign_run:run", "Prove the shards, and make their patches."),
    "export": Lazy(
        "gofixmap.cli.campaign_export:export", "Make a branch, or files, of each shard."
    ),
    "verify": Lazy(
        "gofixmap.cli.campaign_verify:verify", "Build each branch, and all of them merged."
    ),
    "status": Lazy("gofixmap.cli.campaign_status:status", "Show how far each owner is."),
    "report": Lazy(
        "gofixmap.cli.campaign_report:report", "Write a page, or a table for a spreadsheet."
    ),
    "survey": Lazy(
        "gofixmap.cli.campaign_survey:survey", "Find what there is to do in many repositories."
    ),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def campaign() -> None:
    """Migrate a large tree in shards: by owner, module, folder or size.

    plan cuts the fixes into shards, of which no two change one file. run proves each one and keeps
    its patch. Both can be stopped, killed and started again, and plan follows a tree that moves.
    """

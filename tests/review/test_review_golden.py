"""The patches of golden cases, with each of their fixes left out in turn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from golden_cases import golden_cases

from gofixmap.authoring.cases import Case, lay_out
from gofixmap.edits import by_path, rewrite
from gofixmap.engine import Request, run
from gofixmap.patch import changes_of, labels_of, parse
from gofixmap.patch.apply import apply_files
from gofixmap.review.choice import choice_of
from gofixmap.review.headings import named_patch
from gofixmap.review.layout import layout_of
from gofixmap.review.session import Session
from gofixmap.review.units import units_of

CASES = [case for case in golden_cases() if case.expect == "change"]
EVERY = 10


def cases() -> list[object]:
    """A tenth of all cases, and the others for runs by hand."""
    return [
        pytest.param(case, id=case.id, marks=[pytest.mark.slow] if number % EVERY else [])
        for number, case in enumerate(CASES)
    ]


def squeezed(contents: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """Contents without blanks: a column is as wide as its widest line in the whole patch."""
    return {path: b"".join((data or b"").split()) for path, data in contents.items()}


@pytest.mark.parametrize("case", cases())
def test_each_fix_can_be_left_out(case: Case, tmp_path: Path) -> None:
    lay_out(case, tmp_path)
    request = Request(
        paths=(tmp_path,),
        select=case.select,
        safety=case.safety,
        targets=case.targets,
        evidence=case.evidence,
        options=case.options,
        jobs=1,
    )
    result = run(request)
    units = units_of(result.findings)
    named = named_patch(result.before, result.after, units)
    patch = parse(named.patch.render())
    assert patch == named.patch
    assert apply_files(patch, result.before.get) == result.after
    for hunk in (hunk for file in patch for hunk in file.hunks):
        assert len(labels_of(hunk)) == sum(1 for _ in changes_of(hunk))

    layout = layout_of(patch)
    unit_of = {label: units[at] for at, labels in named.names.items() for label in labels}
    for fix in layout.fixes.values():
        session = Session(layout)
        session.go_to(1 + fix.places[0][0])
        while session.at is not None:
            session.split()
            if fix.name in session.names(session.view):
                session.decline()
            else:
                session.accept()
        choice = choice_of(session)
        kept = [unit_of[label].fix for name in choice.taken for label in layout.fixes[name].labels]
        alone = {
            path: rewrite(result.before.get(path, b""), edits)
            for path, edits in by_path(kept).items()
        }
        changed = {path: data for path, data in alone.items() if data != result.before.get(path)}
        assert squeezed(apply_files(choice.patch, result.before.get)) == squeezed(changed)

"""Questions about texts are found again by their names, and no name imports anything else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gofixmap.semantics.questions import answer_again, mentions, name_of
from gofixmap.syntax.source import SourceFile

FILE = SourceFile("a/a.go", b"package a\n\nfunc F() {}\n\nfunc G() { F() }\n")
ROOM = Path(__file__).parents[2] / "gofixmap" / "semantics"
QUESTIONS = {
    f"{'.'.join(path.relative_to(ROOM).with_suffix('').parts)}:{name}"
    for path in ROOM.rglob("*.py")
    for name in re.findall(r"^@question\ndef (\w+)", path.read_text(encoding="utf-8"), re.M)
}


def test_a_question_by_its_name() -> None:
    assert name_of(mentions) == "questions:mentions"
    assert answer_again("questions:mentions", b"F", [FILE]) == mentions([FILE], b"F") == b"0 1"


def test_every_question_is_found_by_a_process_that_has_asked_none() -> None:
    code = (
        "import sys; from gofixmap.semantics import questions\n"
        "for name in sys.argv[1:]:\n"
        "    assert name not in questions._answers or name.startswith('questions:'), name\n"
        "    questions._load(name.partition(':')[0])\n"
        "    assert name in questions._answers, name\n"
    )
    assert len(QUESTIONS) > 8
    for name in QUESTIONS:
        subprocess.run([sys.executable, "-c", code, name], check=True)


@pytest.mark.parametrize(
    "name",
    ["questions:gone", "no_such:thing", "sharing.gone:thing", ".os:getcwd", "a/b:c", "", ":"],
)
def test_names_that_nobody_has(name: str) -> None:
    assert answer_again(name, b"", [FILE]) is None


def test_no_module_outside_of_the_room_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hostile.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("hostile:f", "..hostile:f", "...hostile:f"):
        assert answer_again(name, b"", [FILE]) is None

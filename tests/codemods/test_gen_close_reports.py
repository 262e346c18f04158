"""What gen-close says where nobody named a type: next to nothing, and it applies nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofixmap.engine import Request, run
from gofixmap.model import Safety, Status

POLLER = """package %s

import "time"

type Poller struct{ n int }

func %s() *Poller {
	p := &Poller{}
	go p.run()
	return p
}

func (p *Poller) run() {
	for range time.Tick(time.Second) {
		p.n++%s
	}
}
%s"""


def findings(tmp_path: Path, text: str, safety: Safety = Safety.REVIEW) -> list[tuple[str, str]]:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n", encoding="utf-8")
    (tmp_path / "a.go").write_text(text, encoding="utf-8")
    request = Request(paths=(tmp_path,), select=("gen-close",), safety=safety, jobs=1)
    result = run(request)
    assert not result.after
    return [(found.status.value, found.safety.label) for found in result.findings]


def test_endless_goroutine_of_a_constructor_is_reported(tmp_path: Path) -> None:
    text = POLLER % ("poller", "NewPoller", "", "")
    assert findings(tmp_path, text) == [(Status.FIXABLE.value, "target")]


@pytest.mark.parametrize(
    ("package", "function", "inside", "behind"),
    [
        ("main", "NewPoller", "", "\nfunc main() { NewPoller() }\n"),
        ("poller", "start", "", ""),
        ("poller", "NewPoller", "\n\t\tif p.n > 9 {\n\t\t\treturn\n\t\t}", ""),
        ("poller", "NewPoller", "", "\nfunc (p *Poller) Stop() {}\n"),
        ("poller", "NewPoller", "", "\ntype Outer struct{ *Poller }\n"),
        ("poller", "NewPoller", "", "\nfunc (p *Poller) Copy() Poller { return *p }\n"),
    ],
    ids=["main", "no-constructor", "ends", "has-stop", "embedded", "copied"],
)
def test_quiet(tmp_path: Path, package: str, function: str, inside: str, behind: str) -> None:
    assert findings(tmp_path, POLLER % (package, function, inside, behind)) == []

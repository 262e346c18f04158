"""Every report of a module of racing programs names the variable that races.

Each test of the module says in a comment what it races on; the module is run once.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from gofixmap.cli import main
from gofixmap.evidence import read_evidence
from gofixmap.semantics.info import Semantics
from gofixmap.semantics.sharing.attribution import Attributed, attribute
from gofixmap.workspace import Workspace

RACING = Path(__file__).parent / "racing"
LOGS = Path(__file__).parent / "logs"
REAL = (
    *("go1.26.log", "go1.27.log", "verbose.log", "stream.json", "trimpath.log", "stripped.log"),
    "race.out",
)
_EXPECTED = re.compile(r"// races: (.+)\nfunc (Test\w+)")


def expectations() -> dict[str, tuple[str, ...]]:
    """By test, the variables that it races on."""
    return {
        test: tuple(name.strip() for name in names.split(","))
        for path in sorted(RACING.rglob("*_test.go"))
        for names, test in _EXPECTED.findall(path.read_text(encoding="utf-8"))
    }


@pytest.fixture(scope="module")
def attributed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Attributed]]:
    """The reports of `go test -race`, by test.

    The scheduler decides what races; a test that did not is given two more chances.
    """
    folder = tmp_path_factory.mktemp("racing")
    root = Path(shutil.copytree(RACING, folder / "racing"))
    logs = []
    found: dict[str, list[Attributed]] = defaultdict(list)
    for log in (folder / f"race{number}.json" for number in range(3)):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(root)
            assert main(["evidence", "race", "-o", str(log)]) == 0
        logs.append(log)
        found.clear()
        for each in attribute(Semantics(Workspace.open([root])), read_evidence(logs)):
            found[each.report.test.partition("/")[0]].append(each)
        if expectations().keys() <= found.keys():
            break
    return found


@pytest.mark.parametrize("test", expectations())
def test_the_variable_that_races(test: str, attributed: dict[str, list[Attributed]]) -> None:
    assert attributed[test], "the test did not race"
    for each in attributed[test]:
        assert names_one_of(each, expectations()[test]), each.detail


def names_one_of(attributed: Attributed, wanted: tuple[str, ...]) -> bool:
    symbols = [symbol.qualified for symbol in attributed.symbols[:1]]
    return any(
        f".{symbol}".endswith((f".{name}", f"/{name}")) for symbol in symbols for name in wanted
    )


@pytest.mark.parametrize("name", REAL)
def test_logs_of_other_machines_and_settings(name: str) -> None:
    """Text and streams, of two versions of Go, with other paths, with parts of them, with none."""
    reports = read_evidence([LOGS / name])
    assert len(reports) > 3
    for each in attribute(Semantics(Workspace.open([RACING])), reports):
        assert names_one_of(each, expectations()[each.report.test.partition("/")[0]]), each.detail


@pytest.mark.parametrize("path", sorted(LOGS.glob("crash-*.log")), ids=lambda path: path.name)
def test_crashes(path: Path) -> None:
    (each,) = attribute(Semantics(Workspace.open([RACING])), read_evidence([path]))
    assert [symbol.qualified for symbol in each.symbols] == ["example.com/racing/crash.store.items"]


EDITS = {
    "a line on top": lambda text: "// A comment.\n" + text,
    "seven lines on top": lambda text: "// A comment.\n" * 7 + text,
    "a line in each function": lambda text: re.sub(r"(?m)^(func .*\{)$", r"\1\n\t_ = 0", text),
    "a line before each function": lambda text: re.sub(r"(?m)^func ", "// More.\nfunc ", text),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_older_log_is_right_or_stale(edit: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(RACING, tmp_path / "racing"))
    for path in root.rglob("*.go"):
        path.write_text(EDITS[edit](path.read_text(encoding="utf-8")), encoding="utf-8")
    found = attribute(Semantics(Workspace.open([root])), read_evidence([LOGS / "go1.26.log"]))
    for each in found:
        wanted = expectations()[each.report.test.partition("/")[0]]
        assert each.stale or names_one_of(each, wanted), each.detail
    assert sum(not each.stale for each in found) >= len(found) - 2


def test_a_log_of_code_that_has_changed_is_stale(tmp_path: Path) -> None:
    root = Path(shutil.copytree(RACING, tmp_path / "racing"))
    path = root / "maps" / "maps_test.go"
    text = path.read_text(encoding="utf-8").replace("s.items[key] = value", "_ = value")
    path.write_text(text, encoding="utf-8")
    found = attribute(Semantics(Workspace.open([root])), read_evidence([LOGS / "go1.26.log"]))
    stale = [each for each in found if each.report.test == "TestSingleReadInMain"]
    assert [each.symbols for each in stale] == [()] * len(stale)
    assert stale[0].stale == (
        "example.com/racing/maps.(*store).put has no such write at maps/maps_test.go:28 now"
    )


def test_a_log_of_another_module_leads_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/other\n", encoding="utf-8")
    (tmp_path / "maps_test.go").write_text("package other\n", encoding="utf-8")
    reports = read_evidence([LOGS / "go1.26.log"])
    found = attribute(Semantics(Workspace.open([tmp_path])), reports)
    assert {each.stale for each in found} == {"no frame of it is in this code"}


BEFORE = """package m

var (
\tserved  int
\tdropped int
)

func Serve(ok bool) {
\tserved++
\tif !ok {
\t\tdropped++
\t}
}
"""
LOG = """WARNING: DATA RACE
Read at 0x00c000012345 by goroutine 8:
  example.com/m.Serve()
      /src/m/m.go:9 +0x1

Previous write at 0x00c000012345 by goroutine 7:
  example.com/m.Serve()
      /src/m/m.go:9 +0x1
==================
"""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("", "", "served"),
        ("package m\n", "package m\n\n// more\n", None),  # one line tells too little
        ("\tserved++\n", "\tserved.Add(1)\n", None),
        ("package m\n", 'package m\n\nimport "sync/atomic"\n', None),
        ("\tserved++\n\tif !ok {\n\t\tdropped++\n\t}\n", "\tserved++\n", "served"),
        ("func Serve", "func Served", None),
    ],
)
def test_a_log_of_one_line_names_no_neighbour(
    old: str, new: str, named: str | None, tmp_path: Path
) -> None:
    text = BEFORE.replace(old, new)
    if "atomic" in text or "Add(1)" in text:
        text = text.replace("served  int", "served  atomic.Int64").replace(
            "served++", "served.Add(1)"
        )
        text = text.replace(
            "package m\n", 'package m\n\nimport "sync/atomic"\n', "import" not in text
        )
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n", encoding="utf-8")
    (tmp_path / "m.go").write_text(text, encoding="utf-8")
    (tmp_path / "race.log").write_text(LOG, encoding="utf-8")
    reports = read_evidence([tmp_path / "race.log"])
    (found,) = attribute(Semantics(Workspace.open([tmp_path])), reports)
    assert [symbol.name for symbol in found.symbols] == ([named] if named else [])


def test_a_log_of_before_its_fix_names_nothing_else(tmp_path: Path) -> None:
    """The read has become a compare-and-swap, and where the write was there is a neighbour."""
    text = """package m

import "sync/atomic"

type Worker struct {
\tstarted atomic.Bool
\tstarts  int
}

func (w *Worker) Start() bool {
\tif !w.started.CompareAndSwap(false, true) {
\t\treturn false
\t}
\tw.starts++
\treturn true
}
"""
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n", encoding="utf-8")
    (tmp_path / "m.go").write_text(text, encoding="utf-8")
    log = LOG.replace("m.Serve", "m.(*Worker).Start").replace("m.go:9", "m.go:12", 1)
    (tmp_path / "race.log").write_text(log, encoding="utf-8")
    reports = read_evidence([tmp_path / "race.log"])
    (found,) = attribute(Semantics(Workspace.open([tmp_path])), reports)
    assert found.symbols == ()


def _after_its_test(top: str) -> str:
    return f"""WARNING: DATA RACE
Read at 0x00c000012345 by goroutine 8:
  testing.(*common).Logf()
      /usr/local/go/src/testing/testing.go:1345 +0x1
  example.com/m.Writer.Write()
      /src/m/m.go:8 +0x1

Previous write at 0x00c000012345 by goroutine 7:
  {top}
      /usr/local/go/src/testing/testing.go:2182 +0x1
==================
"""


@pytest.mark.parametrize(
    ("top", "stale"),
    [
        ("testing.(*common).Fail()", False),
        ("example.com/m.Writer.Close()", False),
        ("testing.tRunner.func1()", True),
    ],
)
def test_a_goroutine_that_outlives_its_test(top: str, stale: bool, tmp_path: Path) -> None:
    """What races is a field of package testing: nothing that holds the T is named."""
    text = (
        'package m\n\nimport "testing"\n\ntype Writer struct{ t *testing.T }\n\n'
        'func (w Writer) Write() {\n\tw.t.Logf("")\n}\n'
    )
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n", encoding="utf-8")
    (tmp_path / "m.go").write_text(text, encoding="utf-8")
    (tmp_path / "race.log").write_text(_after_its_test(top), encoding="utf-8")
    reports = read_evidence([tmp_path / "race.log"])
    (found,) = attribute(Semantics(Workspace.open([tmp_path])), reports)
    assert ("when the test has ended" in found.stale) is stale
    assert not (stale and found.symbols)

"""What `gofixmap scaffold monitoring` writes, as promtool of Prometheus reads it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which

import pytest

from gofixmap.errors import UsageError
from gofixmap.scaffold import monitoring

RULES, TESTS, BOARD = "go-leaks.rules.yml", "go-leaks.test.yml", "go-leaks.dashboard.json"


@pytest.fixture(scope="session")
def promtool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """promtool of the machine, or of Debian's package, unpacked without being installed."""
    installed = which("promtool")
    if installed is not None:
        return Path(installed)
    folder = tmp_path_factory.mktemp("prometheus")
    for command in (["apt-get", "download", "prometheus"], ["sh", "-c", "dpkg-deb -x *.deb ."]):
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        except OSError as error:
            pytest.skip(f"promtool is not here, and Debian's package cannot be fetched: {error}")
        if done.returncode:
            pytest.skip(f"promtool is not here, and {command[0]} failed: {done.stderr[-300:]}")
    return folder / "usr" / "bin" / "promtool"


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


def run(promtool: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([promtool, *arguments], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("job", ["", "shop", "team/shop-1.web"])
def test_promtool_accepts_the_rules_and_what_they_say(
    job: str, promtool: Path, tmp_path: Path
) -> None:
    put(tmp_path, monitoring(job))
    checked = run(promtool, tmp_path, "check", "rules", RULES)
    assert (checked.returncode, "5 rules found" in checked.stdout) == (0, True), checked.stderr
    tested = run(promtool, tmp_path, "test", "rules", TESTS)
    assert tested.returncode == 0, tested.stderr


CHANGES = [
    (b"> 1.1 *", b"> 1.08 *"),
    (b"> 1.1 *", b"> 1.5 *"),
    (b"for: 5m", b"for: 15m"),
    (b"for: 5m", b"for: 0m"),
    (b"> 3 *", b"> 2 *"),
    (b"> 3 *", b"> 4 *"),
    (b"> 3 *", b">= 3 *"),
    (b"> 1.5 *", b"> 3 *"),
    (b"min_over_time(go_memstats_heap_inuse_bytes[15m]) >", b"go_memstats_heap_inuse_bytes >"),
    (b"> 500", b"> 50"),
    (b"> 2 *", b"> 6 *"),
    (b"> 0.8", b"> 0.75"),
    (b"> 0.8", b"> 0.95"),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change[0]!r} to {change[1]!r}")
def test_its_tests_notice_other_rules(
    change: tuple[bytes, bytes], promtool: Path, tmp_path: Path
) -> None:
    files = dict(monitoring())
    assert change[0] in files[RULES]
    put(tmp_path, files | {RULES: files[RULES].replace(*change, 1)})
    assert run(promtool, tmp_path, "test", "rules", TESTS).returncode != 0


@pytest.mark.parametrize("job", ["", "shop"])
def test_promtool_accepts_every_query_of_the_dashboard(
    job: str, promtool: Path, tmp_path: Path
) -> None:
    board = json.loads(monitoring(job)[BOARD])
    queries = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(queries) == 12
    assert all(f'job="{job}"' in query for query in queries if job)
    records = "".join(
        f"      - record: r{number}\n        expr: {json.dumps(query)}\n"
        for number, query in enumerate(queries)
    )
    (tmp_path / "board.yml").write_text(f"groups:\n  - name: board\n    rules:\n{records}")
    checked = run(promtool, tmp_path, "check", "rules", "board.yml")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_dashboard_is_what_grafana_imports() -> None:
    board = json.loads(monitoring("shop")[BOARD])
    assert board["title"] == "Go leaks: shop"
    assert board["schemaVersion"] >= 36
    assert [each["name"] for each in board["templating"]["list"]] == ["datasource", "instance"]
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    cells = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in board["panels"]}
    assert len(cells) == len(board["panels"])
    for panel in board["panels"]:
        assert panel["type"] == "timeseries"
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        refs = [target["refId"] for target in panel["targets"]]
        assert refs == sorted(set(refs))


@pytest.mark.parametrize("job", ['a"b', "a b", "a\nb", "a\\b", "{a}"])
def test_a_job_that_cannot_be_quoted(job: str) -> None:
    with pytest.raises(UsageError, match="a job's name"):
        monitoring(job)

"""Which files are evidence, and what is said of those that are none."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from test_evidence_race import LOGS, REPORT

from gofixmap.errors import UsageError
from gofixmap.evidence import RaceReport, read_evidence


def write(folder: Path, data: bytes | str, name: str = "race.log") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_several_files_and_each_race_once(tmp_path: Path) -> None:
    other = REPORT.replace("store.go:48", "store.go:49")
    paths = [write(tmp_path, REPORT), write(tmp_path, REPORT + other, "more.log")]
    reports = read_evidence(paths)
    assert [report.source for report in reports] == [str(path) for path in paths]


def test_other_goroutines_and_addresses_are_the_same_race(tmp_path: Path) -> None:
    again = REPORT.replace("22", "37").replace("c00001a108", "c00001a200")
    assert len(read_evidence([write(tmp_path, REPORT + again)])) == 1


def test_the_prefix_of_log_path() -> None:
    alone = [*read_evidence([LOGS / "race.out.7001"]), *read_evidence([LOGS / "race.out.7002"])]
    together = read_evidence([LOGS / "race.out"])
    assert [str(each) for each in together] == [str(each) for each in alone]
    assert together


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PASS\nok  \texample.com/m\t1.2s\n",
        "ok  \texample.com/m\t(cached)\n",
        "?   \texample.com/m\t[no test files]\n",
        "=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\n",
        '{"Time":"2026-11-22T15:43:20Z","Action":"start","Package":"example.com/m"}\n',
        "FAIL\texample.com/m [build failed]\nFAIL\n",
    ],
)
def test_a_quiet_log_is_evidence_of_nothing(text: str, tmp_path: Path) -> None:
    assert read_evidence([write(tmp_path, text)]) == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("# Read me\n\nThis is no log.\n", "no evidence"),
        ("package main\n\nfunc main() {}\n", "no evidence"),
        ('{"name": "x", "version": 1}\n', "no evidence"),
        (b"\x7fELF\x02\x01\x01\0\0\0" * 100, "no evidence"),
        (gzip.compress(REPORT.encode(), mtime=0), "compressed"),
    ],
)
def test_what_is_no_evidence(data: bytes | str, words: str, tmp_path: Path) -> None:
    path = write(tmp_path, data)
    with pytest.raises(UsageError, match=words) as caught:
        read_evidence([path])
    assert caught.value.where == str(path)
    assert "WARNING: DATA RACE" in caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["gone.log", "gone/race.log", "race"])
def test_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    write(tmp_path, REPORT, "race.log.txt")
    write(tmp_path, REPORT, "race.1x")
    with pytest.raises(UsageError, match="no such file"):
        read_evidence([tmp_path / name])


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder"):
        read_evidence([tmp_path])


def test_bytes_that_are_no_text_between_reports(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 4 + b"\n"
    data = noise + REPORT.encode() + noise
    (report,) = read_evidence([write(tmp_path, data)])
    assert isinstance(report, RaceReport)


@pytest.mark.parametrize(
    "data",
    [
        b"=== RUN TestA\n" + b"x" * 10_000_000,
        b"--- PASS: TestA (0.00s)\n" + b"a line of a server's log\n" * 400_000,
        REPORT.encode() * 10_000,
    ],
    ids=["one-line", "many-lines", "many-reports"],
)
def test_large_files(data: bytes, tmp_path: Path) -> None:
    path = write(tmp_path, data)
    started = time.process_time()
    reports = read_evidence([path])
    assert len(reports) <= 1
    assert time.process_time() - started < 10

"""The grammar of race reports and crashes: what is read, what is skipped, what is cut off."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from gofixmap.evidence import CrashReport, RaceReport, parse_races
from gofixmap.evidence.stream import reports_of_stream

LOGS = Path(__file__).parent / "logs"

REPORT = """\
==================
WARNING: DATA RACE
Read at 0x00c00001a108 by goroutine 22:
  example.com/m.(*Store).Get()
      /src/m/store.go:48 +0x39
  example.com/m.both.func2()
      /src/m/store.go:26 +0x7b

Previous write at 0x00c00001a108 by main goroutine:
  runtime.mapassign_faststr()
      /usr/local/go/src/internal/runtime/maps/runtime_faststr.go:261 +0x0
  example.com/m.(*Store).Put()
      /src/m/store.go:18 +0x65

Goroutine 22 (running) created at:
  example.com/m.both()
      /src/m/store.go:26 +0x1a8
==================
"""


def one(text: str) -> RaceReport:
    (report,) = parse_races(text)
    assert isinstance(report, RaceReport)
    return report


def test_both_sides() -> None:
    report = one(REPORT)
    first, second = report.sides
    assert (first.kind, first.goroutine, first.is_map) == ("read", 22, False)
    assert (second.kind, second.goroutine, second.is_map) == ("write", 0, True)
    assert [str(frame) for frame in first.frames] == ["/src/m/store.go:48", "/src/m/store.go:26"]
    assert [frame.function for frame in second.user_frames] == ["example.com/m.(*Store).Put"]
    assert report.address == "0x00c00001a108"
    assert [frame.line for frame in report.created_at(22)] == [26]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "==================\n",
        "WARNING: DATA RACE\n",
        "a log about a WARNING: DATA RACE that nobody printed\n",
        "WARNING: DATA RACE\n==================\n",
        "Found 3 data race(s)\nexit status 66\n",
        "Read at 0x1 by goroutine 7:\n  main.f()\n      /a.go:1 +0x1\n",
        "fatal error: all goroutines are asleep - deadlock!\n",
        "fatal error: concurrent map writes\n",
        "fatal error: concurrent map writes\n\ngoroutine 1 [running]:\n",
        "panic: concurrent map writes\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n",
    ],
)
def test_what_is_no_report(text: str) -> None:
    assert parse_races(text) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("\n", "\nsomebody else's line\n"),
        ("==================\nWARNING", "no newline here ==================\nWARNING"),
        ("WARNING", "noise WARNING"),
        ("(running)", "(finished)"),
        (" +0x39", ""),
        ("==================\n", ""),
        (".(*Store).", ".(*Store[go.shape.int,go.shape.struct { A []int }])."),
        (".(*Store).", ".(*Store[...])."),
    ],
)
def test_the_same_report_in_other_words(old: str, new: str) -> None:
    report, usual = one(REPORT.replace(old, new)), one(REPORT)
    assert (report.first, report.second) == (usual.first, usual.second)


def test_lines_that_a_collector_has_prefixed() -> None:
    prefix = "2026-11-22T15:43:20.8847709Z "
    text = "".join(prefix + line for line in REPORT.splitlines(keepends=True))
    assert one(text).sides == one(REPORT).sides


def test_lines_that_a_collector_has_prefixed_with_different_times() -> None:
    lines = REPORT.splitlines(keepends=True)
    text = "".join(f"2026-11-22T15:43:{at:02}Z app | {line}" for at, line in enumerate(lines))
    assert one(text).sides == one(REPORT).sides


def test_an_atomic_access() -> None:
    report = one(REPORT.replace("Previous write", "Previous atomic write"))
    assert report.second.atomic
    assert not report.first.atomic


def test_a_stack_that_is_lost() -> None:
    head, _, _ = REPORT.partition("  runtime.mapassign")
    report = one(head + "  [failed to restore the stack]\n\n==================\n")
    assert not report.second.restored
    assert report.second.frames == ()
    assert report.first.restored


@pytest.mark.parametrize("lines", range(3, 20))
def test_a_log_that_is_cut_off(lines: int) -> None:
    text = "".join(REPORT.splitlines(keepends=True)[:lines])
    report = one(text)
    assert report.first.kind == "read"
    assert report.second.kind == "write"


def test_reports_that_follow_each_other() -> None:
    assert len(parse_races(REPORT * 3)) == 3
    assert len(parse_races(REPORT.replace("==================\n", "") * 3)) == 3


@pytest.mark.parametrize(
    ("function", "plain"),
    [
        ("m.(*G[go.shape.int,go.shape.int]).Set", "m.(*G).Set"),
        ("m.Map[go.shape.string,go.shape.[]uint8].func1.2", "m.Map.func1.2"),
        ("m.(*G[...]).Set-fm", "m.(*G).Set-fm"),
        ("m.f.gowrap1", "m.f.gowrap1"),
        ("m.f.func3.deferwrap2", "m.f.func3.deferwrap2"),
        ("gopkg.in/yaml%2ev3.Unmarshal", "gopkg.in/yaml%2ev3.Unmarshal"),
        ("m.(*T[", "m.(*T"),
        ("m.T]]x", "m.T]]x"),
    ],
)
def test_names_of_functions(function: str, plain: str) -> None:
    text = REPORT.replace("example.com/m.(*Store).Get", function)
    assert one(text).first.frames[0].function == plain


def test_the_test_is_told_by_the_running_one_then_the_failed_one() -> None:
    verbose = f"=== RUN   TestA\n=== RUN   TestA/sub\n{REPORT}--- FAIL: TestA (0.00s)\n"
    assert one(verbose).test == "TestA/sub"
    quiet = f"{REPORT}--- FAIL: TestB (0.01s)\nFAIL\nFAIL\texample.com/m\t0.2s\n"
    assert (one(quiet).test, one(quiet).package) == ("TestB", "example.com/m")


def test_the_test_is_told_by_the_stack_where_tests_run_at_once() -> None:
    started = (
        "  example.com/m.TestC.func1()\n      /src/m/m_test.go:7 +0x1\n"
        "  testing.tRunner()\n      /usr/local/go/src/testing/testing.go:1 +0x1\n"
    )
    text = REPORT.replace("created at:\n", f"created at:\n{started}")
    assert one(f"=== RUN   TestA\n{text}").test == "TestC"
    assert one(f"=== CONT  TestC/x\n{text}").test == "TestC/x"


def test_a_crash() -> None:
    text = (LOGS / "crash-read-1.27.log").read_text(encoding="utf-8")
    (report,) = parse_races(text, "crash.log")
    assert isinstance(report, CrashReport)
    assert report.message == "concurrent map read and map write"
    assert (report.goroutine, report.source) == (7, "crash.log")
    assert [frame.function for frame in report.frames] == [
        "internal/runtime/maps.fatal",
        "main.(*store).get",
        "main.main.func1",
        "main.forever",
        "main.main",
    ]
    assert (report.access.kind, report.access.is_map) == ("read", True)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("concurrent map writes", "write"),
        ("concurrent map read and map write", "read"),
        ("concurrent map iteration and map write", "read"),
        ("concurrent map clone and map write", "read"),
    ],
)
def test_the_side_that_a_crash_is_about(message: str, kind: str) -> None:
    text = (LOGS / "crash-write-1.26.log").read_text(encoding="utf-8")
    (report,) = parse_races(text.replace("concurrent map writes", message))
    assert isinstance(report, CrashReport)
    assert report.access.kind == kind


def test_arguments_of_a_call_are_no_part_of_its_name() -> None:
    text = (
        "fatal error: concurrent map writes\n\ngoroutine 19 [running, locked to thread]:\n"
        "main.(*S[...]).Put(0xc00001, {0x48a5df?, 0x0?}, ...)\n\t/m/a.go:7 +0x1 fp=0xc0 sp=0xc1\n"
        "created by main.run.func1 in goroutine 18\n\t/m/a.go:9 +0x1\n\n"
        "goroutine 20 [chan receive, 3 minutes]:\nmain.wait()\n\t/m/a.go:30 +0x1\nexit status 2\n"
    )
    (report,) = parse_races(text)
    assert isinstance(report, CrashReport)
    assert [frame.function for frame in report.frames] == ["main.(*S).Put", "main.run.func1"]
    assert [each.goroutine for each in report.others] == [20]


def event(output: str, package: str = "example.com/m", test: str = "") -> str:
    fields = {"Action": "output", "Package": package, "Output": output}
    return json.dumps(fields | ({"Test": test} if test else {}))


def test_a_stream_whose_packages_run_at_once() -> None:
    lines = REPORT.splitlines(keepends=True)
    events = [
        event(line, package, "TestA")
        for line in lines
        for package in ("example.com/m", "example.com/n")
    ]
    found = reports_of_stream(["go: downloading x", *events, "not json {"])
    assert [(each.package, each.test) for each in found] == [
        ("example.com/m", "TestA"),
        ("example.com/n", "TestA"),
    ]
    assert all(isinstance(each, RaceReport) and each.sides == one(REPORT).sides for each in found)


def test_a_stream_that_cuts_lines() -> None:
    pieces = [REPORT[at : at + 7] for at in range(0, len(REPORT), 7)]
    (found,) = reports_of_stream(event(piece) for piece in pieces)
    assert isinstance(found, RaceReport)
    assert found.sides == one(REPORT).sides


@pytest.mark.parametrize(
    "line",
    ["{", "{}", '{"Action": 7}', '{"Action":"output"}', '{"Action":"output","Output":[1]}', "[]"],
)
def test_events_that_are_none(line: str) -> None:
    assert reports_of_stream([line, line]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "WARNING: DATA RACE\n" * 20_000,
        ("  main.f()\n" * 20_000).join(REPORT.split("\n\n", 1)),
        REPORT.replace("Get()", "G" * 3_000_000 + "()"),
        REPORT.replace("Get", "Get" + "[" * 1_000_000),
        REPORT.replace("c00001a108", "0" * 1_000_000).replace("22", "2" * 9_000),
        "(" * 3_000_000,
        "fatal error: concurrent map " * 100_000,
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    started = time.process_time()
    parse_races(text)
    assert time.process_time() - started < 2

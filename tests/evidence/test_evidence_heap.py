"""Profiles: the format, what is no profile, and which line the bytes belong to."""

from __future__ import annotations

import gzip
import subprocess
import tracemalloc
from collections.abc import Mapping
from pathlib import Path

import pytest
from profiles import HEAP_KINDS, encode, field, heap

from gofixmap.errors import UsageError
from gofixmap.evidence import HeapProfile, Malformed, read_all
from gofixmap.evidence.heap import heap_profile
from gofixmap.evidence.pprof import parse_profile
from gofixmap.semantics.costs import Costs, costs_of, size
from gofixmap.semantics.info import Semantics
from gofixmap.workspace import Workspace

MAIN = ("main.remember", "/src/app/main.go", 8)
GROW = ("bytes.growSlice", "/go/src/bytes/buffer.go", 240)
SOURCE = """package main

import "bytes"

var cache = map[string][]byte{}

func remember(key string, n int) {
	cache[key] = make([]byte, n)
}

func render(n int) string {
	var buf bytes.Buffer
	buf.Write(make([]byte, n))
	return buf.String()
}
"""


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/app\n\ngo 1.24\n")
    (tmp_path / "main.go").write_text(SOURCE)
    return tmp_path


def costs(module: Path, *samples: tuple[list[tuple[str, str, int]], int, int]) -> Costs:
    profile = heap_profile(heap(*samples), "heap.pb.gz")
    return costs_of(Semantics(Workspace.open([module])), [profile], ())


def lines(found: Costs, module: Path) -> dict[int, tuple[int, int]]:
    file = Workspace.open([module]).file("main.go")
    assert file is not None
    return {
        file.lines.line_of(cost.span.start): (cost.held.in_use, cost.held.allocated)
        for cost in found.lines
    }


@pytest.mark.parametrize("packed", [True, False])
def test_repeated_numbers_may_be_packed_or_not(packed: bool) -> None:
    data = encode([([GROW, MAIN], (3, 4096, 1, 1024))], packed=packed)
    (sample,) = parse_profile(data).samples
    assert [frame.function for frame in sample.frames] == ["bytes.growSlice", "main.remember"]
    assert sample.values == (3, 4096, 1, 1024)


def test_negative_values_are_read() -> None:
    (sample,) = parse_profile(encode([([MAIN], (-1, -4096, 0, 0))])).samples
    assert sample.values == (-1, -4096, 0, 0)


def test_a_difference_of_profiles_counts_what_grew() -> None:
    data = encode([([MAIN], (-1, -4096, 2, 8192))])
    (sample,) = heap_profile(data, "").samples
    assert (sample.in_use, sample.allocated) == (8192, 0)


def test_type_arguments_are_left_out() -> None:
    frame = ("main.(*Cache[go.shape.string]).Put", "main.go", 8)
    (sample,) = parse_profile(encode([([frame], (0, 0, 0, 0))])).samples
    assert sample.frames[0].function == "main.(*Cache).Put"


GOROUTINES = gzip.compress(encode([([MAIN], (7,))], (("goroutine", "count"),)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no kinds"),
        (b"plain text of no kind", "field kind|announced|no kinds|does not end"),
        (gzip.compress(b"plain text of no kind"), "field kind|announced|no kinds|does not end"),
        (heap(([MAIN], 1, 2))[:-12], "cut off"),
        (b"\x1f\x8b" + b"x" * 40, "cannot be unpacked"),
        (gzip.compress(encode([([MAIN], (0,) * 4)])[:-3]), "announced"),
        (gzip.compress(field(1, field(1, 900))), "string 900"),
        (b"\xff" * 11, "does not end"),
        (GOROUTINES, "a profile of goroutine"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_no_heap_profile(data: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        heap_profile(data, "")


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gofixmap.evidence.pprof._LARGEST", 1000)
    with pytest.raises(Malformed, match="when unpacked"):
        heap_profile(gzip.compress(bytes(100_000)), "")


@pytest.mark.parametrize("number", [2, 4, 5, 6], ids=["samples", "locations", "names", "strings"])
def test_many_small_parts_are_refused(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr("gofixmap.evidence.pprof._ROOM", 1000)
    data = encode([([MAIN], (0,) * 4)])
    with pytest.raises(Malformed, match="more samples"):
        heap_profile(gzip.compress(data + bytes((number << 3 | 2, 0)) * 100), "")


def test_stacks_that_share_a_place_of_many_frames_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gofixmap.evidence.pprof._ROOM", 5000)
    place = field(4, field(1, 77) + field(4, field(1, 1)) * 200)
    stack = field(2, field(1, 77) * 20)
    data = encode([([MAIN], (0,) * 4)]) + place + stack * 3
    with pytest.raises(Malformed, match="more samples"):
        heap_profile(gzip.compress(data), "")


def test_a_bomb_takes_no_memory_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "heap.pb.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(160):
            file.write(bytes(1 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(UsageError, match="larger than 128 MB when unpacked"):
            read_all([path])
        assert tracemalloc.get_traced_memory()[1] < 400 << 20
    finally:
        tracemalloc.stop()


def test_a_goroutine_profile_is_a_usage_error(tmp_path: Path) -> None:
    path = tmp_path / "goroutine.pb.gz"
    path.write_bytes(GOROUTINES)
    with pytest.raises(UsageError, match="a profile of goroutine"):
        read_all([path])


def test_bytes_belong_to_the_innermost_line_of_this_code(module: Path) -> None:
    write = ("main.render", "/elsewhere/app/main.go", 13)
    outer = ("main.main", "/elsewhere/app/main.go", 30)
    found = costs(module, ([MAIN, outer], 9000, 9500), ([GROW, write, outer], 0, 700))
    assert lines(found, module) == {8: (9000, 9500), 13: (0, 700)}


def test_several_stacks_of_a_line_add_up(module: Path) -> None:
    found = costs(module, ([MAIN], 10, 20), ([MAIN, ("main.main", "main.go", 30)], 1, 2))
    assert lines(found, module) == {8: (11, 22)}


@pytest.mark.parametrize(
    "frame",
    [
        ("other.remember", "/src/other/main.go", 8),  # another package
        ("main.forget", "/src/app/main.go", 8),  # no such function
        ("main.remember", "/src/app/main.go", 4),  # a line outside of the function
        ("runtime.mallocgc", "/go/src/runtime/malloc.go", 8),
    ],
)
def test_lines_that_are_not_here_have_no_bytes(frame: tuple[str, str, int], module: Path) -> None:
    found = costs(module, ([frame], 100, 100))
    assert not found.lines
    assert found.lost == ("heap.pb.gz: no stack of it is in this code",)


def test_the_share_is_of_the_whole_profile(module: Path) -> None:
    found = costs(module, ([MAIN], 300, 300), ([GROW], 700, 700))
    held = found.held_at("main.go", found.lines[0].span)
    assert held is not None
    assert held.detail == "300 B in use (30 % of the profile), 300 B allocated"
    assert held.weight == 300


def test_what_is_no_longer_in_use_is_told_so(module: Path) -> None:
    found = costs(module, ([MAIN], 0, 5_300_000))
    held = found.held_at("main.go", found.lines[0].span)
    assert held is not None
    assert held.detail == "5.3 MB allocated (100 % of the profile), none of it in use"


def test_of_several_profiles_the_one_with_most_counts(module: Path) -> None:
    profiles = [
        heap_profile(heap(([MAIN], in_use, 900)), name) for name, in_use in (("a", 5), ("b", 7))
    ]
    found = costs_of(Semantics(Workspace.open([module])), profiles, ())
    held = found.held_at("main.go", found.lines[0].span)
    assert held is not None and held.in_use == 7


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (640_000, "640 kB"), (1_800_000_000, "1.8 GB")],
)
def test_sizes(count: int, text: str) -> None:
    assert size(count) == text


PROGRAM = """package main

import (
	"os"
	"runtime"
	"runtime/pprof"
)

var cache = map[int][]byte{}

func remember(i int) {
	cache[i] = make([]byte, 64<<10)
}

func main() {
	runtime.MemProfileRate = 1
	for i := 0; i < 200; i++ {
		remember(i)
	}
	runtime.GC()
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := pprof.WriteHeapProfile(file); err != nil {
		panic(err)
	}
}
"""


def test_a_real_profile(go: Path, go_env: Mapping[str, str], tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/app\n\ngo 1.24\n")
    (tmp_path / "main.go").write_text(PROGRAM)
    command = [str(go), "run", ".", "heap.pb.gz"]
    subprocess.run(command, cwd=tmp_path, env=dict(go_env), check=True, capture_output=True)
    (profile,) = read_all([tmp_path / "heap.pb.gz"]).profiles
    assert isinstance(profile, HeapProfile)
    found = costs_of(Semantics(Workspace.open([tmp_path])), [profile], ())
    in_use, allocated = lines(found, tmp_path)[12]
    assert in_use >= 200 * (64 << 10)
    assert allocated >= in_use


def test_every_kind_of_the_runtime_is_there() -> None:
    kinds = parse_profile(encode([], HEAP_KINDS)).kinds
    assert kinds == HEAP_KINDS

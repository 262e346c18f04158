"""bounded-cache with the real modules: downloaded from the Go proxy, built and run.

    pytest -m network tests/codemods/test_bounded_cache_modules.py

Where the proxy cannot be reached the tests fail and say so: what was not tried has not passed.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from gofixmap.engine import Request, run
from gofixmap.engine.write import write_result
from gofixmap.model import Status

pytestmark = pytest.mark.network

# Prints the calls for 1000 words, whether no more than 100 are kept, and the calls for one word
# three times: at once, again, and after its time is up.
PROGRAM = """package main

import (
	"fmt"
	"strings"
	"time"
)

var calls int

var pages = map[string]string{}

func page(path string) string {
	if p, ok := pages[path]; ok {
		return p
	}
	calls++
	p := strings.Repeat(path, 10)
	pages[path] = p
	return p
}

type Store struct {
	sizes map[string]int
}

func NewStore() *Store { return &Store{sizes: make(map[string]int)} }

func (s *Store) Size(path string) int {
	n, ok := s.sizes[path]
	if !ok {
		n = len(page(path))
		s.sizes[path] = n
	}
	return n
}

func main() {
	s := NewStore()
	sum := 0
	for i := 0; i < 1000; i++ {
		sum += s.Size(fmt.Sprintf("/%03d", i))
	}
	fmt.Println(sum, calls, len(pages) <= 100, len(s.sizes) <= 100)
	calls = 0
	page("/x")
	page("/x")
	fmt.Println(calls)
	time.Sleep(700 * time.Millisecond)
	page("/x")
	fmt.Println(calls, len(page("/x")))
}
"""
BEFORE = "40000 1000 false false\n1\n1 20\n"
AFTER = "40000 1000 true true\n1\n2 20\n"
LIBRARIES = {
    "ttlcache": "github.com/jellydator/ttlcache/v3",
    "lru": "github.com/hashicorp/golang-lru/v2",
}


@pytest.fixture
def online(go: Path) -> dict[str, str]:
    """An environment in which Go may download; fails the test where the proxy does not answer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GO")}
    path = f"{go.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    chosen = {name: os.environ[name] for name in ("GOPROXY", "GOMODCACHE") if name in os.environ}
    env = kept | chosen | {"PATH": path, "GOTOOLCHAIN": "local", "GOFLAGS": "", "GOWORK": "off"}
    for module in LIBRARIES.values():
        asked = subprocess.run(
            [go, "list", "-m", "-versions", module],
            env=env,
            capture_output=True,
            text=True,
            cwd="/",
        )
        if asked.returncode:
            pytest.fail(f"the Go proxy cannot be reached, nothing was tried: {asked.stderr}")
    return env


def said(go: Path, root: Path, env: dict[str, str], *words: str) -> str:
    done = subprocess.run([go, *words], cwd=root, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"go {' '.join(words)}: {done.stderr}"
    return done.stdout


def rewritten(root: Path, library: str, version: str) -> None:
    (root / "main.go").write_text(PROGRAM)
    (root / "go.mod").write_text(f"module example.com/cached\n\ngo {version}\n")
    options = {"library": library, "size": 100, "ttl": "500ms"}
    result = run(
        Request(
            paths=(root,),
            select=("bounded-cache",),
            targets=("pages", "Store.sizes"),
            options={f"bounded-cache.{key}": value for key, value in options.items()},
            jobs=1,
        )
    )
    assert [each.status for each in result.findings] == [Status.FIXED, Status.FIXED]
    write_result(result)


@pytest.mark.parametrize("version", ["1.18", "1.20", "1.22.0", "1.23", "1.24", "1.27"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_the_result_builds_and_stays_bounded(
    library: str, version: str, go: Path, online: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "main.go").write_text(PROGRAM)
    (tmp_path / "go.mod").write_text(f"module example.com/cached\n\ngo {version}\n")
    assert said(go, tmp_path, online, "run", ".") == BEFORE
    rewritten(tmp_path, library, version)
    assert said(go, tmp_path, online, "run", "-mod=readonly", ".") == AFTER
    assert said(go, tmp_path, online, "vet", ".") == ""
    assert "all modules verified" in said(go, tmp_path, online, "mod", "verify")
    # go.mod and go.sum are as Go's own command would have left them.
    assert re.search(rf"{LIBRARIES[library]} v\S+$", (tmp_path / "go.mod").read_text(), re.M)
    before = {path.name: path.read_text() for path in tmp_path.glob("go.*")}
    said(go, tmp_path, online, "mod", "tidy")
    after = {path.name: path.read_text() for path in tmp_path.glob("go.*")}
    assert after["go.mod"] == before["go.mod"]
    assert set(after["go.sum"].splitlines()) <= set(before["go.sum"].splitlines())


def test_the_hashes_are_those_of_the_checksum_database(
    go: Path, online: dict[str, str], tmp_path: Path
) -> None:
    """Every pinned version is downloaded with nothing known of it but what the proxy says."""
    from gofixmap_codemods._cache_pins import PINS, sums

    for module, pins in PINS.items():
        for pin in pins:
            root = tmp_path / f"{module.replace('/', '_')}@{pin.version}"
            root.mkdir()
            (root / "go.mod").write_text("module example.com/pins\n\ngo 1.24\n")
            said(go, root, online, "get", f"{module}@{pin.version}")
            said(go, root, online, "mod", "download", "all")
            real = set((root / "go.sum").read_text().splitlines())
            own = [line for line in sums(module, pin) if line.startswith(f"{module} ")]
            assert own and set(own) <= real
            known = {tuple(line.split()[:2]): line for line in real}
            for line in sums(module, pin):
                real_line = known.get(tuple(line.split()[:2]), line)
                assert real_line == line

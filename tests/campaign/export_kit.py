"""A small repository of several owners, and a campaign over it, whose shards have been run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from gofixmap.campaign.model import By, Campaign
from gofixmap.campaign.plan import make_plan
from gofixmap.campaign.run import run_shards
from gofixmap.campaign.state import Store

NIL_MAP = """package {name}

func Count(words []string) map[string]int {{
	var counts map[string]int
	for _, word := range words {{
		counts[word]++
	}}
	return counts
}}
"""
METER = """package {name}

type meter struct{{ passed int }}

func (m meter) note() {{ m.passed++ }}

func Watch(n int) int {{
	var m meter
	for range n {{
		m.note()
	}}
	return m.passed
}}
"""
FILES = {
    "go.mod": "module example.com/m\n\ngo 1.24\n",
    ".github/CODEOWNERS": "* @all\n/a/ @one\n/b/ @two\n/c/ @three\n",
    "a/count.go": NIL_MAP.format(name="a"),
    "a/meter.go": METER.format(name="a"),
    "b/count.go": NIL_MAP.format(name="b"),
    "c/meter.go": METER.format(name="c"),
    "d/sound.go": "package d\n\nfunc Sound() {}\n",
}


def git(folder: Path, *arguments: str, status: int = 0) -> str:
    """What git prints; the identity is that of the test's own settings."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    return done.stdout.strip()


def at_home(home: Path) -> dict[str, str]:
    """Variables under which git and gofixmap know `home` as the user's, with a name in it."""
    home.mkdir(parents=True, exist_ok=True)
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Ada\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n",
        encoding="utf-8",
    )
    return {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}


def write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())


def repository(root: Path, files: Mapping[str, str] | None = None, *init: str) -> Path:
    """A repository with one commit of the files."""
    root.mkdir(parents=True)
    git(root, "init", "-q", *init)
    write(root, FILES if files is None else files)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    return root.resolve()


def campaign(root: Path, state: Path, by: By = By.OWNER, level: str = "none") -> Store:
    """A campaign over a workspace, planned and run."""
    store = Store(state, create=True)
    make_plan(store, Campaign("shop", str(root), "", by=by, safety="review"), jobs=1)
    run_shards(store, level=level)
    return store


def template(folder: Path) -> Path:
    """A repository and its state, to be copied: planning takes longer than copying."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in at_home(folder / "home").items():
            patch.setenv(name, value)
        campaign(repository(folder / "tree"), folder / "state.db").close()
    return folder


def copied(template: Path, folder: Path) -> Path:
    """The root of a copy of the repository, in `folder`."""
    shutil.copytree(template / "tree", folder / "tree", symlinks=True)
    return (folder / "tree").resolve()


def copied_state(template: Path, root: Path, state: Path) -> Store:
    """The campaign of the template, over a copy of its repository."""
    shutil.copyfile(template / "state.db", state)
    store = Store(state)
    store.set_campaign(replace(store.campaign(), root=str(root)))
    return store


def snapshot(root: Path) -> dict[str, bytes]:
    """All that is the user's: the checkout, the index, HEAD, the stash, the settings."""
    found = {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }
    for name in ("index", "HEAD", "config", "ORIG_HEAD", "logs/HEAD", "refs/stash"):
        place = root / ".git" / name
        found[f".git/{name}"] = place.read_bytes() if place.exists() else b""
    found["worktrees"] = os.fsencode(git(root, "worktree", "list"))
    return found

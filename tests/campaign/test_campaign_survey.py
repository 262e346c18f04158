"""Many repositories, none of them trusted: what is fetched, what is written, what is kept."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from git_kit import git

from gofixmap.campaign import survey as surveys
from gofixmap.campaign.clones import Limits, commit_of, fetched, laid_out
from gofixmap.campaign.sources import Source, sources_of
from gofixmap.campaign.survey import Row, SurveyStore, Work, survey
from gofixmap.cli.root import root as command
from gofixmap.engine import Request
from gofixmap.errors import EnvironmentProblem, GofixmapError, UsageError

LOST = (
    "package p\n\ntype T struct{ n int }\n\nfunc F(m map[string]T) {\n\tfor k, v := range m {\n"
    '\t\tv.n = 1\n\t\t_ = k\n\t}\n\tm["a"].n = 2\n}\n'
)
FILES = Limits(protocols=("file",))


def repository(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return repository(
        tmp_path / "one",
        {
            "go.mod": "module example.com/one\n\ngo 1.22\n",
            "p/p.go": LOST,
            "README.md": "no code",
            ".gitattributes": "*.go filter=evil\n",
        },
    )


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return repository(
        tmp_path / "two", {"go.mod": "module example.com/two\n", "a.go": "package a\n"}
    )


def test_only_what_is_read_is_laid_out(one: Path, tmp_path: Path) -> None:
    (one / "link.go").symlink_to("/etc/passwd")
    (one / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = ext::touch pwned\n')
    git(one, "add", "-A")
    git(one, "commit", "-qm", "second")
    source = Source(f"file://{one}")
    commit = fetched(source, tmp_path / "git", FILES)
    assert commit == commit_of(one, "HEAD")
    size = laid_out(tmp_path / "git", commit, tmp_path / "tree", FILES)
    found = {p.relative_to(tmp_path / "tree").as_posix() for p in (tmp_path / "tree").rglob("*")}
    assert found == {"go.mod", "p", "p/p.go"}
    assert (tmp_path / "tree/p/p.go").read_text() == LOST
    assert size == len(LOST) + len("module example.com/one\n\ngo 1.22\n")


def test_nothing_of_a_repository_or_template_runs(
    one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    for folder in (hooks, one / ".git" / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in ("post-checkout", "reference-transaction", "post-upload-pack", "pre-auto-gc"):
            (folder / name).write_text(f"#!/bin/sh\ntouch {ran}\n")
            (folder / name).chmod(0o755)
    git(one, "config", "filter.evil.smudge", f"touch {ran}; cat")
    git(one, "config", "uploadpack.packObjectsHook", f"touch {ran}; exec")
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(hooks.parent))
    commit = fetched(Source(f"file://{one}"), tmp_path / "git", FILES)
    laid_out(tmp_path / "git", commit, tmp_path / "tree", FILES)
    with SurveyStore(tmp_path / "s.db") as store:
        store.begin([Source(str(one))], {})
        survey(store, work(), lambda row: None)
    assert not ran.exists()


def odd_tree(folder: Path, entries: bytes) -> str:
    """A commit with a tree that git itself would not make."""

    def feed(*arguments: str, data: bytes = b"") -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
            cwd=folder,
            input=data,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()

    blob = bytes.fromhex(feed("hash-object", "-w", "--stdin", data=b"package evil\n"))
    data = entries.replace(b"BLOB", blob)
    tree = feed("hash-object", "-w", "-t", "tree", "--literally", "--stdin", data=data)
    return feed("commit-tree", tree, "-m", "odd")


@pytest.mark.parametrize(
    "name", [b"../out.go", b"..", b".git", b"/abs.go", b".GIT/x.go", b"a//b.go", b"./c.go"]
)
def test_names_that_lead_out_are_left_out(two: Path, tmp_path: Path, name: bytes) -> None:
    commit = odd_tree(two, b"100644 " + name + b"\0BLOB" + b"100644 z.go\0BLOB")
    laid_out(two, commit, tmp_path / "tree", FILES)
    assert [path.name for path in (tmp_path / "tree").rglob("*")] == ["z.go"]
    assert not (tmp_path / "out.go").exists()


def test_what_git_says_is_wrong_is_told_and_not_its_advice(tmp_path: Path) -> None:
    source = Source(f"file://{tmp_path}/nowhere")
    with pytest.raises(EnvironmentProblem, match="nowhere' does not appear to be a git repository"):
        fetched(source, tmp_path / "to", Limits(protocols=("file",)))


def test_limits_of_size_and_time(one: Path, tmp_path: Path) -> None:
    (one / "big.go").write_bytes(b"package p // " + os.urandom(300_000).hex().encode())
    git(one, "add", "-A")
    git(one, "commit", "-qm", "big")
    source = Source(f"file://{one}")
    with pytest.raises(EnvironmentProblem, match="git cannot fetch it"):
        fetched(source, tmp_path / "small", Limits(bytes=50_000, protocols=("file",)))
    with pytest.raises(EnvironmentProblem, match="more than is allowed"):
        laid_out(one, "HEAD", tmp_path / "tree", Limits(bytes=50_000))
    with pytest.raises(EnvironmentProblem, match=r"more than 0\.001 s"):
        fetched(source, tmp_path / "slow", Limits(seconds=0.001, protocols=("file",)))


@pytest.mark.parametrize(
    "text",
    [
        "ext::sh -c touch% pwned",
        "file:///etc",
        "git://host/x",
        "http://host/x",
        "--upload-pack=touch pwned",
        "fd::17/foo",
        "/no/such/folder",
        "https://host/a\nb",
    ],
)
def test_what_is_no_repository_is_refused_before_anything_is_done(text: str) -> None:
    with pytest.raises(UsageError):
        sources_of([text], [])


def test_a_protocol_is_refused_by_git_as_well(one: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="not allowed"):
        fetched(Source(f"file://{one}"), tmp_path / "git", Limits())
    assert not (tmp_path / "git" / "refs" / "gofixmap").exists()


def test_lists(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text(f"# ours\nhttps://host/a.git main # branch\n\ngit@host:b/c.git\n{tmp_path}\n")
    found = sources_of(["https://host/d"], [file, file])
    assert [each.key for each in found] == [
        "https://host/d",
        "https://host/a.git main",
        "git@host:b/c.git",
        str(tmp_path),
    ]
    assert [each.name for each in found[:3]] == ["host-d", "host-a", "b-c"]
    file.write_text("https://host/a b c\n")
    with pytest.raises(UsageError, match="maybe a branch"):
        sources_of([], [file])


def work() -> Work:
    request = Request(paths=(), select=("map-writeback",), verify="none", jobs=1)
    return Work(request, FILES)


def states(store: SurveyStore) -> list[str]:
    return [row.state for row in store.rows()]


def test_a_survey_goes_on_where_it_was_ended(
    one: Path, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [Source(str(two)), Source(f"file://{one}"), Source(f"file://{tmp_path}/gone")]
    path = tmp_path / "s.db"
    run = surveys.run

    def killed(*args: object, **more: object) -> object:
        raise KeyboardInterrupt

    with SurveyStore(path) as store:
        store.begin(sources, {"select": "x"})
        assert survey(store, work(), lambda row: None, limit=1) == 1
    monkeypatch.setattr(surveys, "run", killed)
    with SurveyStore(path) as store, pytest.raises(KeyboardInterrupt):
        store.begin(sources, {"select": "x"})
        survey(store, work(), lambda row: None)
    monkeypatch.setattr(surveys, "run", run)
    told: list[Row] = []
    left = tmp_path / "s.db.work" / "left"
    left.mkdir(parents=True)
    with SurveyStore(path) as store:
        assert not left.exists()
        assert states(store) == ["done", "running", "planned"]
        assert not store.begin(sources, {"select": "x"})
        survey(store, work(), told.append)
        assert states(store) == ["done", "done", "failed"]
        assert [row.source for row in told] == sources[1:]
        figures = store.rows()[1].figures
        assert (figures.findings, figures.changed) == (
            {"map-writeback": {"fixable": 1, "fixed": 1}},
            1,
        )
        ((source, patch),) = store.patches()
        assert source == sources[1]
        assert store.begin(sources, {"select": "y"})
        assert states(store) == ["planned"] * 3
    assert not left.parent.exists()
    apply_check = subprocess.run(["git", "apply", "--check"], cwd=one, input=patch, check=False)
    assert apply_check.returncode == 0


def test_what_ends_the_run_twice_is_left_out(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*args: object, **more: object) -> object:
        raise SystemExit

    monkeypatch.setattr(surveys, "run", dies)
    for _ in range(2):
        with SurveyStore(tmp_path / "s.db") as store, pytest.raises(SystemExit):
            store.begin([Source(str(two))], {})
            survey(store, work(), lambda row: None)
    with SurveyStore(tmp_path / "s.db") as store:
        store.begin([Source(str(two))], {})
        assert survey(store, work(), lambda row: None) == 0
        assert states(store) == ["failed"]


def test_a_state_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with SurveyStore(path), pytest.raises(GofixmapError, match="another survey"):
        SurveyStore(path)
    assert path.stat().st_mode & 0o077 == 0
    other = tmp_path / "other.db"
    other.write_text("not a database, and long enough to be taken for one " * 100)
    with pytest.raises(GofixmapError, match="not a database"):
        SurveyStore(other)


def test_a_first_survey_that_was_killed_leaves_a_state_that_can_be_used(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    real = sqlite3.connect

    class Dies(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            if "CREATE TABLE repository" in sql:
                self.interrupt()
                raise SystemExit
            return super().execute(sql, *values)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", lambda *a, **more: real(*a, **more, factory=Dies))
    with pytest.raises(SystemExit):
        SurveyStore(path)
    monkeypatch.undo()
    with SurveyStore(path) as store:
        store.begin([Source(str(two))], {})
        assert survey(store, work(), lambda row: None) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE repository SET data = '[]'",
        "UPDATE repository SET data = CAST(x'7b88' AS TEXT)",
        "UPDATE repository SET patch = 'text'",
        "UPDATE repository SET patch = x'00ff'",
        "UPDATE repository SET patch = substr(patch, 1, 5)",
        "UPDATE repository SET source = x'ff00'",
        "UPDATE repository SET reason = CAST(x'6488' AS TEXT)",
        "DROP TABLE repository",
        "ALTER TABLE repository RENAME COLUMN reason TO why",
        "PRAGMA user_version = 9",
    ],
)
def test_a_damaged_state_is_told_of_with_its_place(two: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "s.db"
    with SurveyStore(path) as store:
        store.begin([Source(str(two))], {})
        survey(store, work(), lambda row: None)
    with sqlite3.connect(path) as other:
        other.execute(damage)
    other.close()

    def use() -> None:
        with SurveyStore(path) as store:
            store.rows()
            list(store.patches())
            store.begin([], {"select": "x"})
            survey(store, work(), lambda row: None)

    with pytest.raises(EnvironmentProblem, match=r"damaged|another version") as told:
        use()
    assert told.value.where == str(path)


@pytest.fixture
def surveyed(tmp_path: Path) -> Callable[..., Result]:
    def ask(*words: str) -> Result:
        state = str(tmp_path / "cli.db")
        arguments = ["campaign", "survey", "--state", state, "-j", "1", *words]
        return CliRunner().invoke(command, arguments, standalone_mode=False)

    return ask


def test_the_command(one: Path, two: Path, tmp_path: Path, surveyed: Callable[..., Result]) -> None:
    words = (str(one), f"file://{two}", "--protocols", "file", "-s", "map-writeback")
    done = surveyed(*words, "--patches", str(tmp_path / "patches"), "--format", "json")
    rows = json.loads(done.stdout)["repositories"]
    assert [row["state"] for row in rows] == ["done", "done"]
    assert rows[0]["findings"]["map-writeback"]["fixed"] >= 1
    assert rows[0]["commit"] == commit_of(one, "HEAD")
    assert [path.suffix for path in (tmp_path / "patches").iterdir()] == [".patch"]
    table = list(csv.DictReader(io.StringIO(surveyed("--limit", "0", "--format", "csv").stdout)))
    assert [row["state"] for row in table] == ["planned", "planned"]  # other settings
    text = surveyed(*words).stdout
    assert text.startswith("2 repositories: 2 done\nmap-writeback")

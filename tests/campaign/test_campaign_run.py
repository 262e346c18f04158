"""Runs: what stops a shard, what Go refuses, and who may work at the same time."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaign_kit import USUAL, Kit, make_tree, write

from gofixmap.campaign import run as module
from gofixmap.campaign import state
from gofixmap.campaign.model import By, Entry
from gofixmap.campaign.state import Store
from gofixmap.errors import EnvironmentProblem, GofixmapError, UsageError
from gofixmap.model import Finding, Proof, Status


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    kit = Kit(make_tree(tmp_path / "tree", USUAL), tmp_path / "state.db")
    kit.plan()
    return kit


def key(kit: Kit, title: str) -> str:
    (found,) = [entry.shard.key for entry in kit.entries() if entry.shard.title == title]
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_bytes(file.read_bytes() + b"\n"),
        lambda file: file.unlink(),
        lambda file: (file.rename(file.with_suffix(".old")), file.symlink_to("one.old")),
        lambda file: (file.unlink(), file.mkdir()),
    ],
)
def test_a_file_that_has_changed_makes_its_shard_stale(kit: Kit, change: object) -> None:
    assert callable(change)
    change(kit.root / "a/one/one.go")
    kit.run()
    assert kit.states() == dict.fromkeys(USUAL, "done") | {"a/one": "stale"}
    assert key(kit, "a/one") not in kit.patches()
    (entry,) = [entry for entry in kit.entries() if entry.shard.title == "a/one"]
    assert entry.reason == "a/one/one.go has changed since it was planned"


def test_a_file_that_changes_while_it_is_proven(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    def prove(*args: object, **more: object) -> tuple[list[Finding], list[Finding], None]:
        write(kit.root, "a/one/one.go", "package one\n")
        findings = args[1]
        assert isinstance(findings, list)
        return findings, [], None

    monkeypatch.setattr(module, "prove", prove)
    kit.run(key(kit, "a/one"), level="build")
    assert kit.states()["a/one"] == "stale"
    assert kit.patches() == {}


def test_nothing_is_written_into_the_tree(kit: Kit) -> None:
    before = {path: path.read_bytes() for path in kit.root.rglob("*") if path.is_file()}
    kit.run()
    assert {path: path.read_bytes() for path in kit.root.rglob("*") if path.is_file()} == before


def test_a_shard_that_is_named_is_run_again(kit: Kit) -> None:
    kit.run()
    one = key(kit, "a/one")
    assert [entry.shard.key for entry in kit.run(one).entries] == [one]
    assert kit.run().entries == ()
    with pytest.raises(UsageError, match="no shard 'x'"):
        kit.run("x")
    kit.merge("a/one")
    kit.plan()
    with pytest.raises(UsageError, match="merged, there is nothing to run"):
        kit.run(one)


def test_a_limit(kit: Kit) -> None:
    assert (len(kit.run(limit=2).entries), kit.run(limit=2).left) == (2, 1)
    assert len(kit.run(limit=9).entries) == 1


def refuse(refused: int) -> object:
    """A proof in which Go refuses the first so many findings."""

    def prove(
        workspace: object, findings: list[Finding], level: str, **more: object
    ) -> tuple[list[Finding], list[Finding], Proof]:
        from msgspec.structs import replace

        bad = [replace(f, status=Status.UNPROVEN, reason="go refuses it: no") for f in findings]
        kept = [replace(finding, proof="build") for finding in findings[refused:]]
        return kept, bad[:refused], Proof("go1.27", 1)

    return prove


def test_a_refused_fix_is_left_out_with_its_reason(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "prove", refuse(1))
    four = key(kit, "b/four")
    kit.run(four, level="build")
    with Store(kit.state) as store:
        made = store.made(four)
        entry = store.entry(four)
    assert made is not None
    assert entry is not None
    assert (str(entry.state), made.level) == ("proven", "build")
    assert [refusal.fix for refusal in made.refusals] == [entry.shard.fixes[0].key]
    assert b"k" in made.patch
    assert made.patch.count(b"\n@@ ") == 2
    # The rest is merged, and what was refused is found again: as another shard.
    kit.merge("b/four")
    kit.plan()
    after = {entry.shard.key: str(entry.state) for entry in kit.entries()}
    assert after.pop(four) == "merged"
    assert sorted(after.values()).count("planned") == 5


def test_a_shard_of_which_nothing_is_left(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "prove", refuse(99))
    kit.run(level="build")
    assert set(kit.states().values()) == {"refused"}
    assert set(kit.patches().values()) == {b""}
    assert kit.plan().changed == {}  # it stays refused until its files change
    assert kit.run().entries == ()


@pytest.mark.parametrize("error", [KeyboardInterrupt, EnvironmentProblem("no Go")])
def test_an_interrupted_shard_is_as_it_was(
    kit: Kit, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    kit.run(limit=1)
    before = kit.entries()

    def prove(*args: object, **more: object) -> None:
        assert sorted(kit.states().values())[-1] == "running"
        raise error

    monkeypatch.setattr(module, "prove", prove)
    with pytest.raises((KeyboardInterrupt, EnvironmentProblem)):
        kit.run(level="build")
    assert [e.state for e in kit.entries()] == [e.state for e in before]
    monkeypatch.undo()
    kit.run()
    assert set(kit.states().values()) == {"done"}


def test_a_shard_that_cannot_be_proven_does_not_stop_the_others(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = refuse(0)
    assert callable(good)

    def prove(*args: object, **more: object) -> object:
        findings = args[1]
        assert isinstance(findings, list)
        if findings[0].path.startswith("a/one"):
            raise EnvironmentProblem("nothing can be proven: no such Go")
        return good(*args, **more)

    monkeypatch.setattr(module, "prove", prove)
    worked = kit.run(level="build")
    assert kit.states() == dict.fromkeys(USUAL, "proven") | {"a/one": "planned"}
    assert worked.failed == {key(kit, "a/one")}
    (entry,) = [entry for entry in kit.entries() if entry.shard.title == "a/one"]
    assert "nothing can be proven" in entry.reason
    with pytest.raises(EnvironmentProblem):  # it is the only one now
        kit.run(level="build")


def test_two_runs_do_not_clash(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "LOCK_SECONDS", 0.1)

    def ended(entry: Entry) -> None:
        for again in (kit.run, kit.plan):
            with pytest.raises(GofixmapError, match="another gofixmap works"):
                again()  # type: ignore[operator]
        assert "done" in kit.states().values()  # who only looks may

    with Store(kit.state) as store:
        module.run_shards(store, limit=1, ended=ended)


def test_go_proves_each_shard(tmp_path: Path, go: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(go.parent))
    kit = Kit(make_tree(tmp_path / "tree", {"a/one": 1, "b/two": 1}), tmp_path / "state.db")
    kit.plan(by=By.OWNER, verify="build")
    kit.run()
    assert kit.states() == {"@a": "proven", "@b": "proven"}
    with Store(kit.state) as store:
        made = [store.made(entry.shard.key) for entry in store.entries()]
    assert [each.level for each in made if each] == ["build", "build"]
    assert all(each.toolchain.startswith("go1.") for each in made if each)

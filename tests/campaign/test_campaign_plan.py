"""Plans, and plans that are made again while the tree moves."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from campaign_kit import USUAL, Kit, code, joined, make_tree, write
from msgspec.structs import replace

from gofixmap import engine as module
from gofixmap.campaign.model import By
from gofixmap.campaign.plan import FILES_CHANGED, FOUND_AGAIN
from gofixmap.campaign.state import Store
from gofixmap.engine import Request
from gofixmap.errors import GofixmapError, UsageError
from gofixmap.model import FileProblem, RunResult


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(make_tree(tmp_path / "tree", USUAL), tmp_path / "state.db")


def test_owners_have_to_be_there(kit: Kit) -> None:
    (kit.root / ".github" / "CODEOWNERS").unlink()
    with pytest.raises(UsageError, match="no CODEOWNERS"):
        kit.plan(by=By.OWNER)
    kit.plan(by=By.MODULE)  # where they are not needed nothing is missing
    assert set(kit.states()) == {"a", "b"}


def test_a_state_belongs_to_one_tree(kit: Kit, tmp_path: Path) -> None:
    kit.plan()
    other = Kit(make_tree(tmp_path / "other", USUAL), kit.state)
    with pytest.raises(UsageError, match="a campaign over"):
        other.plan()
    assert {entry.state for entry in kit.entries()} == {"planned"}


def test_a_plan_that_fails_leaves_the_old_one(kit: Kit) -> None:
    kit.plan()
    before = kit.entries()
    with pytest.raises(GofixmapError):
        kit.plan(select=("no-such-codemod",))
    assert kit.entries() == before


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        (By.OWNER, ["@a", "@a @b", "@b"]),
        (By.MODULE, ["a", "b"]),
        (By.DIRECTORY, sorted(USUAL)),
        (By.HUNKS, ["hunks"]),
    ],
)
def test_shards_together_are_the_big_patch(kit: Kit, by: By, titles: list[str]) -> None:
    result, patch = kit.whole()
    assert patch.count(b"\n@@ ") == 8
    planned = kit.plan(by=by)
    assert [entry.shard.title for entry in planned.entries] == titles
    kit.run()
    assert joined(kit.patches()) == patch
    for title in titles:
        kit.merge(title)
    assert {path: (kit.root / path).read_bytes() for path in result.after} == result.after
    assert set(kit.plan().changed.values()) == {"merged"}
    assert kit.whole()[1] == b""


def test_the_same_tree_gives_the_same_keys(kit: Kit, tmp_path: Path) -> None:
    kit.plan(by=By.OWNER, max_hunks=2)
    other = Kit(make_tree(tmp_path / "again", USUAL), tmp_path / "other.db")
    other.plan(by=By.OWNER, max_hunks=2)
    assert [e.shard.key for e in kit.entries()] == [e.shard.key for e in other.entries()]


def test_nothing_has_changed(kit: Kit) -> None:
    kit.plan()
    kit.run(limit=2)
    before, patches = kit.entries(), kit.patches()
    planned = kit.plan()
    assert (planned.is_again, planned.changed) == (True, {})
    assert kit.entries() == before
    assert kit.patches() == patches


def test_a_shard_that_was_merged_by_hand(kit: Kit) -> None:
    kit.plan(by=By.OWNER)
    kit.run()
    patches = kit.patches()
    kit.merge("@a")
    kit.plan()
    assert kit.states() == {"@a": "merged", "@a @b": "done", "@b": "done"}
    assert kit.patches() == patches
    assert set(kit.plan().changed.values()) == set()  # and it stays so


def test_a_shard_that_was_merged_before_any_run(kit: Kit, tmp_path: Path) -> None:
    kit.plan()
    ran = Kit(kit.root, tmp_path / "other.db")
    ran.plan()
    ran.run()
    ran.merge("a/one")
    kit.plan()
    assert kit.states()["a/one"] == "merged"


def test_a_file_that_has_changed_is_run_again(kit: Kit) -> None:
    kit.plan()
    kit.run()
    keys = {entry.shard.key for entry in kit.entries()}
    write(kit.root, "a/one/one.go", "// Package one is new here.\n" + code("one", 2))
    kit.plan()
    assert {entry.shard.key for entry in kit.entries()} == keys
    assert kit.states() == dict.fromkeys(USUAL, "done") | {"a/one": "planned"}
    (entry,) = [entry for entry in kit.entries() if entry.shard.title == "a/one"]
    assert entry.reason == FILES_CHANGED
    assert entry.shard.key not in kit.patches()
    kit.run()
    assert joined(kit.patches()) == kit.whole()[1]


def test_code_that_is_deleted_is_gone_and_may_come_back(kit: Kit) -> None:
    kit.plan()
    kit.run()
    write(kit.root, "a/two/two.go", "package two\n")
    kit.plan()
    assert kit.states()["a/two"] == "gone"
    write(kit.root, "a/two/two.go", code("two"))
    kit.plan()
    (entry,) = [entry for entry in kit.entries() if entry.shard.title == "a/two"]
    assert (str(entry.state), entry.reason) == ("planned", FOUND_AGAIN)


def test_a_folder_that_is_gone_is_told_and_the_rest_planned(kit: Kit) -> None:
    kit.plan(paths=("a/one", "b"))
    (kit.root / "a/one").rename(kit.root / "away")
    planned = kit.plan()
    assert planned.lost == ("a/one is gone from the tree: planned without it",)
    assert planned.campaign.paths == ("a/one", "b")
    states = kit.states()
    assert states.pop("a/one") == "gone"
    assert set(states.values()) == {"planned"}
    kit.run(level="build")
    assert set(kit.states().values()) == {"gone", "proven"}
    (kit.root / "away").rename(kit.root / "a/one")
    planned = kit.plan()
    assert (planned.lost, kit.states()["a/one"]) == ((), "planned")


def test_what_is_named_anew_has_to_be_there(kit: Kit) -> None:
    for changes in ({"paths": ("a/one", "c")}, {"targets": ("one.nothing",)}):
        kit.plan(paths=("a/one",), targets=())
        with pytest.raises(UsageError, match=r"no such file or directory|nothing is named"):
            kit.plan(**changes)


def test_nothing_is_planned_where_all_paths_are_gone(kit: Kit) -> None:
    kit.plan(paths=("a/one", "a/two"))
    before = kit.states()
    (kit.root / "a").rename(kit.root / "away")
    with pytest.raises(UsageError, match="and the campaign has no other path") as caught:
        kit.plan()
    assert (caught.value.where, "campaign plan PATHS" in caught.value.hint) == ("a/one", True)
    assert kit.states() == before


def test_a_target_that_is_gone_is_told_and_the_rest_planned(kit: Kit) -> None:
    write(kit.root, "a/two/more.go", "package two\n\nvar cache = map[string]int{}\n")
    write(kit.root, "b/four/more.go", "package four\n\nvar cache = map[string]int{}\n")
    kit.plan(targets=("two.cache", "four.cache"))
    (kit.root / "a/two/more.go").unlink()
    planned = kit.plan()
    assert planned.lost == ("nothing is named 'two.cache' any more: planned without that target",)
    assert planned.campaign.targets == ("two.cache", "four.cache")
    with Store(kit.state) as store:
        assert store.campaign().targets == ("two.cache", "four.cache")


def test_what_is_new_disturbs_nothing_that_was_run(kit: Kit) -> None:
    kit.plan(by=By.MODULE)
    kit.run()
    old = {entry.shard.key for entry in kit.entries()}
    write(kit.root, "a/new/new.go", code("new"))
    planned = kit.plan()
    (new,) = [entry for entry in planned.entries if entry.shard.key not in old]
    assert (new.shard.title, new.shard.paths) == ("a", ("a/new/new.go",))
    assert {str(e.state) for e in planned.entries if e.shard.key in old} == {"done"}
    numbers = [fix.number for entry in planned.entries for fix in entry.shard.fixes]
    assert len(set(numbers)) == len(numbers)


def test_what_is_new_joins_what_no_run_has_been_at(kit: Kit) -> None:
    kit.plan(by=By.MODULE)
    old = {entry.shard.key for entry in kit.entries()}
    write(kit.root, "a/new/new.go", code("new"))
    kit.plan()
    assert {entry.shard.key for entry in kit.entries()} == old


def test_what_could_not_be_looked_at_is_not_gone(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.plan()
    kit.run()
    before = kit.states()

    def run(request: Request, **more: object) -> RunResult:
        result = module.run(replace(request, paths=(kit.root / "b",)))
        return replace(result, problems=(FileProblem("a/one", "stopped after 20 s"),))

    with monkeypatch.context() as patch:
        patch.setattr("gofixmap.campaign.plan.run", run)
        planned = kit.plan()
    assert kit.states() == before | {"a/two": "gone"}
    assert [problem.path for problem in planned.problems] == ["a/one"]
    (kit.root / "a/one/one.go").write_text("package one\n")
    kit.run(*[entry.shard.key for entry in kit.entries() if entry.shard.title == "a/one"])
    assert kit.states()["a/one"] == "stale"


def test_another_way_to_cut_begins_anew(kit: Kit) -> None:
    kit.plan(by=By.MODULE)
    kit.run()
    kit.plan(by=By.DIRECTORY)
    assert kit.states() == dict.fromkeys("ab", "gone") | dict.fromkeys(USUAL, "planned")
    kit.run()
    assert joined(kit.patches()) == kit.whole()[1]


def test_what_is_no_longer_needed_is_forgotten(kit: Kit) -> None:
    def count() -> int:
        with sqlite3.connect(kit.state) as database:
            return int(database.execute("SELECT count(*) FROM content").fetchone()[0])

    kit.plan()
    contents = count()
    for number in range(3):
        write(kit.root, "a/one/one.go", f"// {number}\n{code('one', 2)}")
        kit.plan()
        assert count() == contents


def test_the_log_burns_down(kit: Kit) -> None:
    from gofixmap.campaign.burndown import burndown, by_owner

    kit.plan(by=By.OWNER)
    kit.run()
    kit.merge("@a")
    kit.plan()
    with Store(kit.state) as store:
        log, entries = store.log(), store.entries()
    assert burndown(log[:3])[-1].left == 8
    assert burndown(log)[-1].left == 5
    assert [(row.owners, row.left) for row in by_owner(entries)] == [
        (("@b",), 4),
        (("@a", "@b"), 1),
        (("@a",), 0),
    ]
    spread = burndown([*log, *(c for c in log for _ in range(1))], most=2)
    assert len(spread) <= 2

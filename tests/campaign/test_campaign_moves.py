"""The tree moves at random between plans and runs: what is left to merge is always what is left."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from campaign_kit import Kit, code, make_tree, write

from gofixmap.campaign.model import WITH_PATCH, By, ShardState
from gofixmap.campaign.state import Store

_DEAD = (ShardState.MERGED, ShardState.GONE)


class Mover:
    """Does one thing at a time to the tree or to the campaign."""

    def __init__(self, kit: Kit, seed: int) -> None:
        self.kit = kit
        self.random = random.Random(seed)
        self.made = 0

    def packages(self) -> list[Path]:
        return sorted(path.parent for path in self.kit.root.glob("*/*/*.go"))

    def step(self) -> None:
        steps = (self.add, self.edit, self.delete, self.merge, self.run, self.plan, self.owner)
        self.random.choice(steps)()

    def add(self) -> None:
        self.made += 1
        module = self.random.choice("ab")
        write(self.kit.root, f"{module}/n{self.made}/x.go", code("x", self.random.randint(1, 3)))

    def edit(self) -> None:
        for folder in self.packages()[:1]:
            for file in folder.glob("*.go"):
                file.write_text(f"// {self.random.random()}\n{file.read_text()}")

    def delete(self) -> None:
        packages = self.packages()
        if len(packages) > 2:
            shutil.rmtree(self.random.choice(packages))

    def merge(self) -> None:
        """Somebody merges a branch whose files are still as they were."""
        with Store(self.kit.state) as store:
            ready = store.entries(WITH_PATCH)
            if not ready:
                return
            chosen = self.random.choice(ready)
            made = store.made(chosen.shard.key)
            contents = {f.path: store.content(f.before) for f in chosen.shard.files}
        assert made is not None
        places = {path: self.kit.root / path for path in made.after}
        if all(p.exists() and p.read_bytes() == contents[path] for path, p in places.items()):
            for path, data in made.after.items():
                places[path].write_bytes(data)

    def run(self) -> None:
        self.kit.run(limit=self.random.randint(1, 3))

    def plan(self) -> None:
        self.kit.plan()

    def owner(self) -> None:
        rules = f"* @all\n/a/ @a{self.random.randint(1, 2)}\n"
        write(self.kit.root, ".github/CODEOWNERS", rules)


def moves(tmp_path: Path, by: By, most: int, seed: int, steps: int) -> None:
    root = make_tree(tmp_path / f"tree-{by}-{seed}", {"a/one": 2, "b/two": 1, "b/three": 3})
    kit = Kit(root, tmp_path / f"state-{by}-{seed}.db", by)
    kit.plan(max_hunks=most)
    mover = Mover(kit, seed)
    for _ in range(steps):
        mover.step()
    kit.plan()
    kit.run()
    live = [entry for entry in kit.entries() if entry.state not in _DEAD]
    assert {str(entry.state) for entry in live} <= {"done"}
    paths = [path for entry in live for path in entry.shard.paths]
    assert len(set(paths)) == len(paths)
    numbers = [fix.number for entry in live for fix in entry.shard.fixes]
    assert len(set(numbers)) == len(numbers)
    with Store(kit.state) as store:
        made = [store.made(entry.shard.key) for entry in live]
    after = {path: data for each in made if each is not None for path, data in each.after.items()}
    assert after == dict(kit.whole()[0].after)
    assert kit.plan().changed == {}


@pytest.mark.parametrize(("by", "most"), [(By.OWNER, 3), (By.HUNKS, 2)])
def test_a_few_moves(tmp_path: Path, by: By, most: int) -> None:
    moves(tmp_path, by, most, seed=1, steps=12)


@pytest.mark.slow
@pytest.mark.parametrize("by", list(By))
def test_many_moves(tmp_path: Path, by: By) -> None:
    for seed in range(2, 27):
        moves(tmp_path, by, seed % 4, seed, steps=25)

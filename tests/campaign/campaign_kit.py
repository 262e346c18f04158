"""A small workspace of two modules with owners, and a campaign over it."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from gofixmap.campaign.model import By, Campaign, Entry
from gofixmap.campaign.plan import Planned, make_plan, request_of
from gofixmap.campaign.run import Worked, run_shards
from gofixmap.campaign.state import Store
from gofixmap.engine import run
from gofixmap.model import RunResult
from gofixmap.review.headings import named_patch
from gofixmap.review.units import units_of

OWNERS = "* @all\n/a/ @a\n/b/ @b\n/b/shared/ @a @b\n"


def code(package: str, count: int = 1) -> str:
    """A package with `count` writes that do not compile, each in a function of its own."""
    gap = "\n// So far apart that each has a hunk of its own.\n" * 4
    functions = "".join(
        f'{gap}\nfunc Set{n}(m map[string]P) {{\n\tm["k"].n = {n}\n}}\n' for n in range(count)
    )
    return f"package {package}\n\ntype P struct{{ n int }}\n{functions}"


def make_tree(root: Path, packages: dict[str, int]) -> Path:
    """`packages` gives the number of mistakes in each package, `a/one` or `b/two`."""
    write(root, "go.work", "go 1.24\n\nuse ./a\n\nuse ./b\n")
    write(root, ".github/CODEOWNERS", OWNERS)
    for module in "ab":
        write(root, f"{module}/go.mod", f"module example.com/{module}\n\ngo 1.24\n")
    for folder, count in packages.items():
        name = folder.rpartition("/")[2]
        write(root, f"{folder}/{name}.go", code(name, count))
    return root


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


USUAL = {"a/one": 2, "a/two": 1, "b/three": 1, "b/shared": 1, "b/four": 3}


class Kit:
    """A campaign over a tree, with its state beside it. Nothing is proven unless a test asks."""

    def __init__(self, root: Path, state: Path, by: By = By.DIRECTORY) -> None:
        self.root = root
        self.state = state
        self.campaign = Campaign("kit", str(root.resolve()), "", by=by, verify="none")

    def plan(self, **changes: object) -> Planned:
        self.campaign = replace(self.campaign, **changes)  # type: ignore[arg-type]
        with Store(self.state, create=True) as store:
            return make_plan(store, self.campaign, jobs=1)

    def run(self, *keys: str, limit: int = 0, level: str = "") -> Worked:
        with Store(self.state) as store:
            return run_shards(store, keys=keys, limit=limit, level=level)

    def entries(self) -> list[Entry]:
        with Store(self.state) as store:
            return store.entries()

    def states(self) -> dict[str, str]:
        """By title."""
        return {entry.shard.title: str(entry.state) for entry in self.entries()}

    def patches(self) -> dict[str, bytes]:
        """By key, of the shards that have one."""
        with Store(self.state) as store:
            made = {entry.shard.key: store.made(entry.shard.key) for entry in store.entries()}
        return {key: each.patch for key, each in made.items() if each is not None}

    def merge(self, title: str) -> None:
        """Puts the changes of a shard into the tree, as somebody does who merges its branch."""
        with Store(self.state) as store:
            (entry,) = [each for each in store.entries() if each.shard.title == title]
            made = store.made(entry.shard.key)
        assert made is not None
        for path, data in made.after.items():
            (self.root / path).write_bytes(data)

    def whole(self) -> tuple[RunResult, bytes]:
        """What `apply` makes of the tree as it is: the result and the one big patch."""
        result = run(request_of(self.campaign, jobs=1))
        named = named_patch(result.before, result.after, units_of(result.findings))
        return result, named.patch.render()


def joined(patches: dict[str, bytes]) -> bytes:
    """The patches as one, their files in order of their paths."""
    files = [part for patch in patches.values() for part in patch.split(b"diff --git ")[1:]]
    return b"".join(b"diff --git " + part for part in sorted(files))

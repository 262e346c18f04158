"""Which fixes stay together, and how they are packed: near misses first."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from gofixmap.campaign.components import components
from gofixmap.campaign.model import By, Shard, ShardFile, ShardFix
from gofixmap.campaign.shards import Before, pack
from gofixmap.campaign.tree import Tree
from gofixmap.model import Edit, Finding, Fix, Safety, Status
from gofixmap.text import Span


def fix(number: int, *paths: str, claims: Sequence[str] = (), round_: int = 1) -> ShardFix:
    edits = tuple(Edit(path, number, number, "x") for path in paths)
    finding = Finding(
        codemod="loopvar",
        message="said",
        path=paths[0],
        span=Span(number, number),
        symbol=f"m.F{number}",
        safety=Safety.SAFE,
        status=Status.FIXED,
        fix=Fix("t", edits, claims=frozenset(claims)),
        round=round_,
    )
    return ShardFix(f"k{number}", number, (finding,))


def numbers(parts: Sequence[Sequence[ShardFix]]) -> list[list[int]]:
    return [[each.number for each in part] for part in parts]


class Imports:
    """Packages are imported by the names of their folders behind `m/`."""

    def __init__(self, **imports: str) -> None:
        self._imports = imports

    def imports(self, folder: str) -> frozenset[str]:
        return frozenset(self._imports.get(folder, "").split())

    def import_path(self, folder: str) -> str:
        return f"m/{folder}"

    def is_visible(self, edit: Edit) -> bool:
        return not edit.path.endswith("body.go")


@pytest.mark.parametrize(
    ("fixes", "expected"),
    [
        ([], []),
        ([fix(1, "a/x.go"), fix(2, "a/y.go")], [[1], [2]]),  # one folder is no reason
        ([fix(1, "a.go"), fix(2, "a.go.go")], [[1], [2]]),
        ([fix(1, "a.go", claims=["c"]), fix(2, "b.go", claims=["d"])], [[1], [2]]),
        ([fix(1, "a/x.go"), fix(2, "b/y.go", round_=2)], [[1], [2]]),  # reads another text
        ([fix(1, "a/x.go", round_=2), fix(2, "a/y.go", round_=2)], [[1], [2]]),
        ([fix(1, "a.go"), fix(2, "b.go"), fix(3, "a.go")], [[1, 3], [2]]),
        ([fix(1, "a.go"), fix(2, "b.go"), fix(3, "c.go", "a.go", "b.go")], [[1, 2, 3]]),
        ([fix(1, "a.go", claims=["c"]), fix(2, "b.go", claims=["c"])], [[1, 2]]),
        ([fix(1, "a/x.go"), fix(2, "a/y.go", round_=2)], [[1, 2]]),
    ],
)
def test_components(fixes: list[ShardFix], expected: list[list[int]]) -> None:
    assert numbers(components(fixes, Imports())) == expected


def test_a_later_round_goes_with_what_its_package_imports() -> None:
    fixes = [fix(1, "a/x.go"), fix(2, "b/y.go", round_=2), fix(3, "c/z.go")]
    assert numbers(components(fixes, Imports(b="m/a fmt"))) == [[1, 2], [3]]
    assert numbers(components(fixes, Imports(a="m/b", b="a"))) == [[1], [2], [3]]
    hidden = [fix(1, "a/body.go"), *fixes[1:]]  # nobody elsewhere sees bodies
    assert numbers(components(hidden, Imports(b="m/a fmt"))) == [[1], [2], [3]]


VISIBLE = b"""package a

import "fmt"

type T struct{ n int }

func F[P interface{ m() }](x struct{}) (y int) {
\tfmt.Println(1)
}

func external()
"""


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ('"fmt"', False),
        ("Println", False),
        ("\tfmt", False),
        ("m() }", True),
        ("(y int)", True),
        ("{\n\tfmt", True),
        ("}\n\nfunc ext", True),
        ("n int", True),
        ("\ntype", True),
        ("external", True),
        ("package", True),
    ],
)
def test_what_other_packages_see(tmp_path: Path, at: str, expected: bool) -> None:
    (tmp_path / "a.go").write_bytes(VISIBLE)
    place = VISIBLE.index(at.encode())
    assert Tree(tmp_path).is_visible(Edit("a.go", place, place + 1, "")) is expected
    assert Tree(tmp_path).is_visible(Edit("gone.go", place, place + 1, ""))


def test_many_fixes_take_little_time() -> None:
    fixes = [fix(n, f"p{n}/x.go", round_=1 + n % 2) for n in range(6_000)]
    started = time.process_time()
    imports = Imports(**{f"p{n}": f"m/p{n - 1}" for n in range(6_000)})
    assert len(components(fixes, imports)) == 3_000
    assert time.process_time() - started < 2


def files(fixes: Sequence[ShardFix], owners: dict[str, tuple[str, ...]]) -> dict[str, ShardFile]:
    paths = {path for each in fixes for path in each.paths}
    return {
        path: ShardFile(
            path,
            "b",
            "a",
            owners.get(path.split("/")[0], ()),
            module=path.split("/")[0],
            hunks=sum(path in each.paths for each in fixes),
        )
        for path in paths
    }


OWNERS = {"a": ("@a",), "b": ("@b",), "c": ("@a",)}


def packed(
    fixes: Sequence[ShardFix], by: By, most: int = 0, before: Before | None = None
) -> list[Shard]:
    parts = components(fixes, Imports())
    return pack(parts, files(fixes, OWNERS), by, most, before)


def told(shards: Sequence[Shard]) -> list[tuple[str, list[int]]]:
    return [(shard.title, [each.number for each in shard.fixes]) for shard in shards]


FIXES = [
    fix(1, "a/x.go"),
    fix(2, "a/sub/y.go"),
    fix(3, "b/z.go"),
    fix(4, "c/w.go"),
    fix(5, "d/v.go"),
    fix(6, "d/u.go", "b/t.go"),
]


def test_by_owner() -> None:
    shards = packed(FIXES, By.OWNER)
    assert told(shards) == [
        ("@a", [1, 2, 4]),
        ("@b", [3]),
        ("@b + without an owner", [6]),
        ("without an owner", [5]),
    ]
    assert [shard.straddles for shard in shards] == [False, False, True, False]
    assert shards[2].owners == ("@b",)


def test_a_shard_of_several_owners_without_a_fix_of_several_does_not_straddle() -> None:
    shards = packed([fix(1, "a/x.go"), fix(2, "b/x.go")], By.HUNKS)
    assert [(shard.owners, shard.straddles) for shard in shards] == [(("@a", "@b"), False)]


def test_by_module_and_directory() -> None:
    assert told(packed(FIXES, By.MODULE)) == [
        ("a", [1, 2]),
        ("b", [3]),
        ("b + d", [6]),
        ("c", [4]),
        ("d", [5]),
    ]
    assert told(packed(FIXES, By.DIRECTORY))[:3] == [("a", [1]), ("a/sub", [2]), ("b", [3])]


def test_no_more_hunks_than_that() -> None:
    one_file = [fix(number, "a/x.go") for number in range(1, 6)]
    rest = [fix(number, f"a/y{number}.go") for number in range(6, 10)]
    shards = packed(one_file + rest, By.OWNER, 2)
    assert sorted(map(len, (shard.fixes for shard in shards))) == [2, 2, 5]
    assert all(shard.hunks <= 2 or len(shard.paths) == 1 for shard in shards)


def test_by_hunks_has_a_limit_without_being_told() -> None:
    shards = packed([fix(number, f"a/{number:03}.go") for number in range(1, 121)], By.HUNKS)
    assert [shard.hunks for shard in shards].count(50) == 2
    assert sum(shard.hunks for shard in shards) == 120


@pytest.mark.parametrize("by", list(By))
def test_the_order_of_fixes_changes_nothing(by: By) -> None:
    expected = packed(FIXES, by, 2)
    for seed in range(5):
        mixed = random.Random(seed).sample(FIXES, len(FIXES))
        assert packed(mixed, by, 2) == expected


def remembered(shards: Sequence[Shard], *, taking: bool) -> Before:
    return Before(
        {each.key: shard.key for shard in shards for each in shard.fixes},
        {shard.key: shard.title for shard in shards},
        {shard.key for shard in shards} if taking else (),
    )


def test_keys_stay_while_fixes_come_and_go() -> None:
    many = [fix(number, f"a/{number}.go") for number in range(1, 9)]
    first = packed(many, By.OWNER, 3)
    key_of = {each.key: shard.key for shard in first for each in shard.fixes}
    # One in the first shard is done, one is new: it goes where no run has been, or is alone.
    moved = [*many[1:], fix(9, "a/0.go")]
    again = packed(moved, By.OWNER, 3, remembered(first, taking=False))
    assert {each.key: s.key for s in again for each in s.fixes if each.number != 9} == {
        key: shard for key, shard in key_of.items() if key != "k1"
    }
    (new,) = [shard for shard in again if shard.key not in key_of.values()]
    assert [each.number for each in new.fixes] == [9]
    taking = packed(moved, By.OWNER, 3, remembered(first, taking=True))
    assert {shard.key for shard in taking} == set(key_of.values())


def test_a_fix_that_joins_two_shards_keeps_the_larger_one() -> None:
    first = packed([fix(1, "a/x.go"), fix(2, "a/y.go"), fix(3, "a/z.go")], By.OWNER, 2)
    joining = fix(4, "a/x.go", "a/y.go", "a/z.go")
    moved = [fix(1, "a/x.go"), fix(2, "a/y.go"), fix(3, "a/z.go"), joining]
    again = packed(moved, By.OWNER, 2, remembered(first, taking=False))
    assert [shard.key for shard in again] == [max(first, key=lambda s: len(s.fixes)).key]


def test_another_owner_is_another_shard() -> None:
    first = packed([fix(1, "a/x.go")], By.OWNER)
    before = remembered(first, taking=False)
    parts = components([fix(1, "a/x.go")], Imports())
    again = pack(parts, files([fix(1, "a/x.go")], {"a": ("@new",)}), By.OWNER, 0, before)
    assert [shard.title for shard in again] == ["@new"]
    assert again[0].key != first[0].key


def test_keys_are_fit_for_branches_and_never_meet() -> None:
    odd = [fix(1, "ä b/..\n/x.go"), fix(2, ".lock/x.go"), fix(3, "x.go")]
    shards = packed(odd, By.DIRECTORY)
    assert all(set(shard.key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for shard in shards)
    assert len({shard.key for shard in shards}) == 3
    # A key that is in use already, for other fixes, is not given away.
    taken = packed([fix(1, "a/x.go")], By.OWNER)[0].key
    before = Before({"k2": taken}, {taken: "@a"})
    again = packed([fix(1, "a/x.go"), fix(2, "a/y.go")], By.OWNER, 1, before)
    assert len({shard.key for shard in again}) == 2

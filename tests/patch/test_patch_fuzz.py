"""Patches with bytes changed at random: refused or applied, never anything else."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_kit import contents

from gofixmap.engine.patching import plan
from gofixmap.errors import GofixmapError
from gofixmap.patch import diff_files, parse

BEFORE = {
    "a/x.go": b"".join(b"line %d\n" % n for n in range(30)),
    "b \xc3\xbc/y.go".encode().decode("latin-1"): b"y\r\nz",
    "gone.go": b"x\n",
}
AFTER = {
    "a/x.go": BEFORE["a/x.go"].replace(b"line 5\n", b"-- five\n").replace(b"line 25\n", b""),
    next(path for path in BEFORE if path.endswith("y.go")): b"y\r\nzz\n",
    "new.go": b"package new\n",
}
PATCH = diff_files(BEFORE, AFTER).render().replace(b" @@\n", b" @@ map-mutex#1, map-value#2\n")
PIECES = [
    b"--- a/x\n", b"+++ /dev/null\n", b"@@ -1 +1 @@\n", b"@@ -0,0 +1,2 @@\n",
    b"diff --git a/x b/y\n",
    b"new file mode 120000\n", b"old mode 100644\n", b"new mode 100755\n", b"rename from x\n",
    b"GIT binary patch\n", b"Binary files a/x and b/x differ\n", b"\\ No newline at end of file\n",
    b"index 1..2 160000\n",
    b"+", b"-", b" ", b"\n", b"\r", b"\0", b"\xff", b"\"", b"\\", b"..", b"/",
    b"9", b"\t", b"\x0c", b"\xe2\x80\xa8", b"-- \n", b"a/", b"b/", b"/dev/null", b"@@",
]  # fmt: skip


def mutated(seed: int) -> bytes:
    chance = random.Random(seed)
    data = bytearray(PATCH)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        end = at if chance.random() < 0.5 else min(len(data), at + chance.randint(1, 40))
        data[at:end] = chance.choice(PIECES) if chance.random() < 0.8 else b""
    return bytes(data)


def held(data: bytes, root: Path, *, recount: bool, reverse: bool) -> None:
    """Plans the patch; what it changes lies below the root and is in the patch."""
    try:
        patch = parse(data, recount=recount)
    except GofixmapError:
        return
    assert patch.added + patch.removed <= data.count(b"\n") + 1
    try:
        made = plan(patch, root, reverse=reverse)
    except GofixmapError:
        return
    for change in made.changes:
        assert (root / change.path).resolve().is_relative_to(root)
        assert ".git" not in Path(change.path).parts


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for path, data in BEFORE.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(data)
    return root


def test_the_patch_itself_is_taken(root: Path) -> None:
    changes = plan(parse(PATCH), root).changes
    assert {change.path: change.after for change in changes if change.after is not None} == AFTER


@given(st.integers(0, 10**9), st.booleans(), st.booleans())
def test_random_changes_end_in_an_error_or_in_a_plan(
    root: Path, seed: int, recount: bool, reverse: bool
) -> None:
    held(mutated(seed), root, recount=recount, reverse=reverse)


@pytest.mark.slow
def test_many_random_changes(root: Path) -> None:
    """As many as GOFIXMAP_PATCHES says."""
    found = contents(root)
    for seed in range(int(os.environ.get("GOFIXMAP_PATCHES", "100000"))):
        held(mutated(seed), root, recount=bool(seed % 2), reverse=bool(seed % 3 == 0))
    assert contents(root) == found

"""Which files can come, go or begin otherwise while all packages and their imports stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from cache_kit import written

from gofixmap.engine.cache import Difference
from gofixmap.engine.cachelisting import Listing
from gofixmap.engine.cacherows import Heads
from gofixmap.workspace import watch

BESIDE = {
    "a.go": 'package p\n\nimport (\n\t"io"\n\t"os"\n)\n',
    "a_test.go": 'package p\n\nimport "testing"\n',
    "gen.go": '//go:build ignore\n\npackage main\n\nimport "flag"\n',
    "p_windows.go": 'package p\n\nimport "syscall"\n',
}
HEADS = {  # how the files began at the last run, whose digest was "old"
    "a.go": ("p", "", ("io", "os")),
    "b.go": ("p", "", ("io",)),
    "more.go": ("p", "", ("io", "net")),
    "tagged.go": ("p", "linux", ("io",)),
}
CHANGES = [  # a file, what it holds now, whether it was there, and whether the packages stay
    ("b.go", "package p\n", False, True),
    ("b.go", 'package p\n\nimport "os"\n', False, True),
    ("b.go", 'package p\n\nimport "net"\n', False, False),  # nobody else imports it
    ("b.go", 'package p\n\nimport "syscall"\n', False, False),  # only on Windows
    ("b.go", 'package p\n\nimport "testing"\n', False, False),  # only the tests do
    ("b_test.go", 'package p\n\nimport "testing"\n', False, True),
    ("b_test.go", 'package p\n\nimport "os"\n', False, True),
    ("b_test.go", 'package p\n\nimport "net/http"\n', False, False),
    ("b_test.go", 'package p_test\n\nimport "testing"\n', False, False),  # another package
    ("b.go", "package q\n", False, False),
    ("b.go", 'package main\n\nimport "flag"\n', False, False),  # gen.go is none of its files
    ("b.go", "//go:build linux\n\npackage p\n", False, False),
    ("b_linux.go", "package p\n", False, False),
    ("_b.go", "package p\n", False, False),
    ("b.go", 'package p\n\nimport "C"\n', False, False),
    ("b.go", "// no package clause\n", False, False),
    ("b.go", 'package p\n\nimport (\n\t"io"\n\t"os"\n)\n', True, True),
    ("b.go", 'package p\n\nimport "net"\n', True, False),
    ("b.go", None, True, True),
    ("more.go", None, True, False),  # nobody imports net any longer
    ("more.go", 'package p\n\nimport (\n\t"io"\n\t"net"\n\t"os"\n)\n', True, True),
    ("tagged.go", 'package p\n\nimport "os"\n', True, False),
    ("unknown.go", "package p\n", True, False),  # nobody knows what it did import
]


@pytest.mark.parametrize(("name", "text", "was_there", "expected"), CHANGES)
def test_packages_stay_where_another_file_imports_the_same(
    tmp_path: Path, name: str, text: str | None, was_there: bool, expected: bool
) -> None:
    root = written(tmp_path / "p", BESIDE | ({name: text} if text is not None else {}))
    path = f"{root}/{name}"
    digest = b"old" if was_there else b""
    differences = [Difference(watch.CONTENT, path, digest, b"now")] if was_there else []
    listed = f"-{name}".encode()
    if text is None:
        differences.append(Difference(watch.NAMES, str(root), b"-a.go\n" + listed, b"-a.go"))
    elif not was_there:
        differences.append(Difference(watch.NAMES, str(root), b"-a.go", b"-a.go\n" + listed))
    heads = {f"{root}/{n}": (b"old", p, c, (), i) for n, (p, c, i) in HEADS.items()}
    listing = Listing(differences, lambda: Heads(heads))
    assert listing.stays(path, text.encode() if text is not None else None) is expected


def test_what_a_file_began_with_holds_for_the_contents_that_it_had(tmp_path: Path) -> None:
    root = written(tmp_path / "p", BESIDE | {"b.go": "package p\n"})
    path = f"{root}/b.go"
    heads = Heads({path: (b"older", "p", "", (), ("io",))})
    listing = Listing([Difference(watch.CONTENT, path, b"old", b"now")], lambda: heads)
    assert not listing.stays(path, b"package p\n")
    renewed = listing.renewed()
    assert renewed is not None
    digest = watch.digest(b"package p\n")
    assert renewed.rows[path] == (digest, "p", "", (), ())
    again = Listing([Difference(watch.CONTENT, path, digest, b"now")], lambda: renewed)
    assert again.stays(path, b'package p\n\nimport "io"\n')


def test_a_file_that_changes_with_it_tells_nothing_of_another(tmp_path: Path) -> None:
    root = written(tmp_path / "p", {"a.go": BESIDE["a.go"], "b.go": 'package p\n\nimport "io"\n'})
    changed = Difference(watch.CONTENT, f"{root}/a.go", b"old", b"now")
    came = Difference(watch.NAMES, str(root), b"-a.go", b"-a.go\n-b.go")
    listing = Listing([came, changed], lambda: None)
    assert not listing.stays(f"{root}/b.go", b'package p\n\nimport "io"\n')


def test_a_file_that_cannot_be_read_any_longer_is_not_gone(tmp_path: Path) -> None:
    root = written(tmp_path / "p", BESIDE)
    path = f"{root}/b.go"
    heads = Heads({path: (b"old", "p", "", (), ("io",))})
    listing = Listing([Difference(watch.CONTENT, path, b"old", b"")], lambda: heads)
    assert not listing.stays(path, None)

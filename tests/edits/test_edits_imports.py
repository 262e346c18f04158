"""Imports added and removed: names, groups, order, comments."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from gofixmap.edits import add_import, add_imports, package_name_of, remove_import, rewrite
from gofixmap.syntax.source import SourceFile

Unclean = Callable[[Mapping[str, bytes]], dict[str, str]]


def source(head: str, ending: str = "\n") -> SourceFile:
    return SourceFile("a.go", f"package a\n{head}".replace("\n", ending).encode())


def added(
    head: str, path: str, ending: str = "\n", taken: frozenset[str] = frozenset(), name: str = ""
) -> tuple[str, str]:
    file = source(head, ending)
    edits, name = add_import(file, path, taken=taken, name=name)
    text = rewrite(file.data, edits).decode()
    if ending == "\r\n":
        assert text.count("\r") == text.count("\n")
    return text.replace(ending, "\n").removeprefix("package a\n"), name


FUNC = "\nfunc f() {}\n"

ADDED = [
    ("none", FUNC, "sync", f'\nimport "sync"\n{FUNC}'),
    ("bare", "", "sync", '\nimport "sync"\n'),
    (
        "single-after",
        f'\nimport "fmt"\n{FUNC}',
        "sync",
        f'\nimport (\n\t"fmt"\n\t"sync"\n)\n{FUNC}',
    ),
    (
        "single-before",
        f'\nimport "time"\n{FUNC}',
        "sync",
        f'\nimport (\n\t"sync"\n\t"time"\n)\n{FUNC}',
    ),
    (
        "single-comment",
        f'\n// doc\nimport "fmt" // why\n{FUNC}',
        "sync/atomic",
        f'\n// doc\nimport (\n\t"fmt" // why\n\t"sync/atomic"\n)\n{FUNC}',
    ),
    (
        "single-other",
        f'\nimport "x.org/y"\n{FUNC}',
        "sync",
        f'\nimport (\n\t"sync"\n\n\t"x.org/y"\n)\n{FUNC}',
    ),
    (
        "std-run",
        f'\nimport (\n\t"fmt"\n\t"time"\n\n\t"x.org/y"\n)\n{FUNC}',
        "sync",
        f'\nimport (\n\t"fmt"\n\t"sync"\n\t"time"\n\n\t"x.org/y"\n)\n{FUNC}',
    ),
    (
        "no-std-run",
        f'\nimport (\n\t// the client\n\t"x.org/y"\n)\n{FUNC}',
        "sync",
        f'\nimport (\n\t"sync"\n\n\t// the client\n\t"x.org/y"\n)\n{FUNC}',
    ),
    (
        "other-no-run",
        f'\nimport (\n\t"fmt"\n\t"time"\n)\n{FUNC}',
        "x.org/y",
        f'\nimport (\n\t"fmt"\n\t"time"\n\n\t"x.org/y"\n)\n{FUNC}',
    ),
    (
        "nearest-run",
        f'\nimport (\n\t"fmt"\n\n\t"x.org/a/b"\n\n\t"y.org/a"\n)\n{FUNC}',
        "x.org/a/c",
        f'\nimport (\n\t"fmt"\n\n\t"x.org/a/b"\n\t"x.org/a/c"\n\n\t"y.org/a"\n)\n{FUNC}',
    ),
    (
        "comments-align",
        f'\nimport (\n\t"fmt"  // a\n\t"time" // b\n)\n{FUNC}',
        "sync/atomic",
        f'\nimport (\n\t"fmt" // a\n\t"sync/atomic"\n\t"time" // b\n)\n{FUNC}',
    ),
    ("cgo", f'\nimport "C"\n{FUNC}', "sync", f'\nimport "C"\n\nimport "sync"\n{FUNC}'),
    (
        "cgo-beside",
        f'\n// #include <x.h>\nimport "C"\n\nimport "fmt"\n{FUNC}',
        "sync",
        f'\n// #include <x.h>\nimport "C"\n\nimport (\n\t"fmt"\n\t"sync"\n)\n{FUNC}',
    ),
    (
        "cgo-in-group",
        f'\nimport (\n\t"C"\n\t"fmt"\n)\n{FUNC}',
        "sync",
        f'\nimport (\n\t"C"\n\t"fmt"\n)\n\nimport "sync"\n{FUNC}',
    ),
    (
        "several-singles",
        f'\nimport "fmt"\nimport "time"\n{FUNC}',
        "sync",
        f'\nimport "fmt"\nimport "sync"\nimport "time"\n{FUNC}',
    ),
    (
        "side-effect",
        f'\nimport _ "sync"\n{FUNC}',
        "sync",
        f'\nimport (\n\t_ "sync"\n\t"sync"\n)\n{FUNC}',
    ),
    ("present", f'\nimport "sync"\n{FUNC}', "sync", f'\nimport "sync"\n{FUNC}'),
    ("present-alias", f'\nimport s "sync"\n{FUNC}', "sync", f'\nimport s "sync"\n{FUNC}'),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "before", "path", "after"), ADDED, ids=[row[0] for row in ADDED])
def test_adds(name: str, before: str, path: str, after: str, ending: str) -> None:
    assert added(before, path, ending)[0] == after


def test_added_imports_are_clean_for_gofmt(unclean: Unclean) -> None:
    # gofmt itself sorts `_ "sync"` and `"sync"` by name, which no file of ours keeps in doubt
    sources = {row[0]: f"package a\n{row[3]}".encode() for row in ADDED if row[0] != "side-effect"}
    assert unclean(sources) == {}


@pytest.mark.parametrize(
    ("before", "path", "options", "name", "spec"),
    [
        (FUNC, "sync", {"taken": {"sync"}}, "gosync", 'gosync "sync"'),
        (FUNC, "sync/atomic", {"taken": {"atomic"}}, "syncatomic", 'syncatomic "sync/atomic"'),
        (FUNC, "sync", {"taken": {"sync", "gosync"}}, "syncpkg", 'syncpkg "sync"'),
        ("\nvar sync int\n", "sync", {}, "gosync", 'gosync "sync"'),
        ("\nfunc sync() {}\n", "sync", {}, "gosync", 'gosync "sync"'),
        ('\nimport sync "x.org/y"\n', "sync", {}, "gosync", 'gosync "sync"'),
        ('\nimport "x.org/sync"\n', "sync", {}, "gosync", 'gosync "sync"'),
        # imported, but the name is hidden where it is needed
        ('\nimport "sync"\n', "sync", {"taken": {"sync"}}, "gosync", 'gosync "sync"'),
        ('\nimport s "sync"\n', "sync", {"taken": {"sync"}}, "s", ""),
        ("", "gopkg.in/yaml.v3", {}, "yaml", 'import "gopkg.in/yaml.v3"'),
        ("", "x.org/go-thing", {"name": "thingy"}, "thingy", 'import "x.org/go-thing"'),
        # a method is no package-level name
        ("\nfunc (t T) sync() {}\n", "sync", {}, "sync", 'import "sync"'),
    ],
)
def test_names(before: str, path: str, options: dict[str, Any], name: str, spec: str) -> None:
    text, used = added(before, path, **options)
    assert used == name
    assert spec in text


def test_several_imports_of_one_fix_are_sorted_among_themselves() -> None:
    file = source('\nimport (\n\t"fmt"\n\t"time"\n)\n')
    edits, names = add_imports(file, {"sync/atomic": "", "x.org/y": "", "sync": "", "maps": ""})
    assert rewrite(file.data, edits).decode() == (
        'package a\n\nimport (\n\t"fmt"\n\t"maps"\n\t"sync"\n\t"sync/atomic"\n\t"time"\n'
        '\n\t"x.org/y"\n)\n'
    )
    assert names == {"sync/atomic": "atomic", "x.org/y": "y", "sync": "sync", "maps": "maps"}


REMOVED = [
    ('\nimport "sync"\n' + FUNC, FUNC),
    (f'\nimport (\n\t"sync"\n)\n{FUNC}', FUNC),
    (f'\nimport (\n\t"fmt"\n\t"sync" // why\n)\n{FUNC}', f'\nimport (\n\t"fmt"\n)\n{FUNC}'),
    (f'\nimport (\n\t"sync"\n\n\t"x.org/y"\n)\n{FUNC}', f'\nimport (\n\t"x.org/y"\n)\n{FUNC}'),
    (f'\nimport (\n\t"x.org/y"\n\n\t"sync"\n)\n{FUNC}', f'\nimport (\n\t"x.org/y"\n)\n{FUNC}'),
    (
        f'\nimport (\n\t"fmt"\n\n\t"sync"\n\n\t"x.org/y"\n)\n{FUNC}',
        f'\nimport (\n\t"fmt"\n\n\t"x.org/y"\n)\n{FUNC}',
    ),
    (f'\nimport (\n\t// its own\n\t"sync"\n)\n{FUNC}', FUNC),
    (
        f'\nimport (\n\t"fmt"\n\n\t// its own\n\t"sync"\n)\n{FUNC}',
        f'\nimport (\n\t"fmt"\n)\n{FUNC}',
    ),
    (
        f'\nimport (\n\t// all of them\n\t"sync"\n\t"time"\n)\n{FUNC}',
        f'\nimport (\n\t// all of them\n\t"time"\n)\n{FUNC}',
    ),
    (f'\nimport (\n\t"sync"\n\t// kept\n)\n{FUNC}', f"\nimport (\n\t// kept\n)\n{FUNC}"),
    (f'\nimport "fmt"\nimport "sync"\n{FUNC}', f'\nimport "fmt"\n{FUNC}'),
    ('\nimport ("fmt"; "sync")\n' + FUNC, '\nimport ("fmt"; )\n' + FUNC),
    ('\nimport ("sync"; "fmt")\n' + FUNC, '\nimport ("fmt")\n' + FUNC),
    (f'\nimport _ "sync"\n{FUNC}', f'\nimport _ "sync"\n{FUNC}'),
    (f'\nimport . "sync"\n{FUNC}', f'\nimport . "sync"\n{FUNC}'),
    (f'\nimport "C"\n{FUNC}', f'\nimport "C"\n{FUNC}'),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), REMOVED)
def test_removes(before: str, after: str, ending: str) -> None:
    file = source(before, ending)
    text = rewrite(file.data, remove_import(file, "sync")).decode()
    assert text.replace(ending, "\n").removeprefix("package a\n") == after
    assert remove_import(file, "C") == ()


def test_a_run_of_its_own_comes_behind_what_joins_the_run_before_it() -> None:
    file = source('\nimport (\n\t"fmt"\n)\n')
    edits, _ = add_imports(file, {"example.org/a": "", "time": ""})
    text = rewrite(file.data, edits).decode().removeprefix("package a\n")
    assert text == '\nimport (\n\t"fmt"\n\t"time"\n\n\t"example.org/a"\n)\n'


def test_imports_that_no_run_has_the_like_of_share_a_run() -> None:
    file = source('\nimport (\n\tlog "x.org/log"\n\t"x.org/y"\n)\n')
    edits, _ = add_imports(file, {"net/http": "", "log": "", "net/http/pprof": ""})
    text = rewrite(file.data, edits).decode().removeprefix("package a\n")
    own = '\tgolog "log"\n\t"net/http"\n\t"net/http/pprof"\n'
    assert text == f'\nimport (\n{own}\n\tlog "x.org/log"\n\t"x.org/y"\n)\n'


def test_specs_of_one_path_are_sorted_by_name() -> None:
    file = source('\nimport (\n\t"fmt"\n\t. "log"\n\t"os"\n)\n')
    edits, _ = add_imports(file, {"log": ""})
    text = rewrite(file.data, edits).decode().removeprefix("package a\n")
    assert text == '\nimport (\n\t"fmt"\n\t"log"\n\t. "log"\n\t"os"\n)\n'


def test_removes_the_spec_of_the_given_name() -> None:
    file = source('\nimport (\n\t"sync"\n\tgosync "sync"\n)\n')
    after = rewrite(file.data, remove_import(file, "sync", name="gosync"))
    assert after == b'package a\n\nimport (\n\t"sync"\n)\n'


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("sync/atomic", "atomic"),
        ("math/rand/v2", "rand"),
        ("gopkg.in/yaml.v3", "yaml"),
        ("github.com/x/go-isatty", "isatty"),
        ("github.com/a/b-c", "b_c"),
    ],
)
def test_conventional_names(path: str, name: str) -> None:
    assert package_name_of(path) == name


PATHS = ["fmt", "sync", "time", "net/http", "x.org/a", "x.org/b/c", "y.io/z", "a.b/c/v2"]


def random_head(rng: random.Random) -> str:
    """Import declarations as gofmt leaves them, in the shapes that files have."""
    chosen = rng.sample(PATHS, rng.randint(1, 5))
    if len(chosen) == 1 and rng.random() < 0.7:
        return f'\nimport "{chosen[0]}"\n'
    runs: list[list[str]] = [[]]
    for path in chosen:
        if runs[-1] and rng.random() < 0.4:
            runs.append([])
        runs[-1].append(path)
    lines = []
    for run in runs:
        comment = "\t// about\n" if rng.random() < 0.2 else ""
        lines.append(comment + "".join(f'\t"{path}"\n' for path in sorted(run)))
    return "\nimport (\n" + "\n".join(lines) + ")\n"


def test_random_heads_stay_clean(unclean: Unclean) -> None:
    rng = random.Random(7)
    sources: dict[str, bytes] = {}
    for number in range(300):
        file = source(random_head(rng) + FUNC)
        wanted = rng.sample(PATHS, rng.randint(1, 3))
        edits, _ = add_imports(file, dict.fromkeys(wanted, ""))
        after = SourceFile("a.go", rewrite(file.data, edits))
        had = {spec.path for spec in file.imports}
        assert {spec.path for spec in after.imports} == had | set(wanted)
        sources[f"added{number}"] = after.data
        victim = rng.choice(sorted(had | set(wanted)))
        less = SourceFile("a.go", rewrite(after.data, remove_import(after, victim)))
        assert {spec.path for spec in less.imports} == (had | set(wanted)) - {victim}
        sources[f"removed{number}"] = less.data
    assert unclean(sources) == {}

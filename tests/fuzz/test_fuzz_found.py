"""Mutants that once broke a promise, cut down to what mattered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from fuzz_invariants import Bench
from fuzz_seeds import Tree

MOD = b"module example.com/golden\n\ngo 1.27\n"


@dataclass(frozen=True, slots=True)
class Found:
    """A tree, and what went wrong with it."""

    what: str
    files: Mapping[str, str]
    targets: tuple[str, ...] = ()
    select: str = ""


FOUND = (
    Found(
        "an import was added above the rest of a broken one",
        {"a.go": 'package a\n\n\t"sync/atomic"\n)\n\ntype T struct {\n\tn uint32\n}\n'},
        ("T.n",),
        "atomic-counter",
    ),
    Found(
        "a lock that is taken where no path leads was not seen, and taken again",
        {
            "a.go": 'package a\n\nimport "sync"\n\ntype Meter struct {\n\tmu sync.RWMutex\n\tn  int\n}\n'
            "\nfunc (m *Meter) Add() {\n\treturn\n\tm.mu.Lock()\n\tm.n++\n\tm.mu.Unlock()\n}\n"
            "\nfunc (m *Meter) Get() int {\n\tm.mu.Lock()\n\tdefer m.mu.Unlock()\n\treturn m.n\n}\n"
        },
        ("Meter.n",),
        "shared-field",
    ),
    Found(
        "a struct that holds itself was searched for ever",
        {
            "a.go": "package a\n\ntype inner struct{ n inner }\n\n"
            "func use(v inner, m map[string]inner) {\n\tm[``] = v\n\tv.n = m[``]\n}\n"
        },
    ),
    Found(
        "a struct that embeds a pointer to itself was searched for a lock for ever",
        {
            "a.go": "package a\n\ntype T struct {\n\t*T\n\tn int\n}\n\n// add needs the lock held.\n"
            "func (t *T) add() { t.n++ }\n\nfunc (t *T) Run() {\n\tgo t.add()\n\tt.n++\n}\n"
        },
        ("T.n",),
    ),
    Found(
        "a local called nil was taken for one without a name",
        {
            "a.go": 'package a\n\nimport "bytes"\n\nfunc send(parts []string) (n int) {\n'
            "\tfor _, part := range parts {\n\t\tvar nil bytes.Buffer\n"
            "\t\tnil.WriteString(part)\n\t\tn += nil.Len()\n\t}\n\treturn n\n}\n"
        },
        ("send",),
        "sync-pool",
    ),
)


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found.what)
def test_found(bench: Bench, found: Found) -> None:
    files = {path: text.encode() for path, text in found.files.items()}
    select = (found.select,) if found.select else ()
    tree = Tree(found.what, {"go.mod": MOD, **files}, targets=found.targets, select=select)
    report = bench.try_tree(tree)
    assert not report.faults, "\n".join(f"{each.kind}: {each.detail}" for each in report.faults)

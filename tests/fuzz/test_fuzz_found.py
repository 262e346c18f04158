"""Mutants that once broke a promise, cut down to what mattered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
            "a.go": 'package a\n\nimport "sync"\n\ntype Meter struct {\n\tmu sync.RWMutex\n'
            "\tn  int\n}\n\nfunc (m *Meter) Add() {\n\treturn\n\tm.mu.Lock()"
            "\n\tm.n++\n\tm.mu.Unlock()\n}\n"
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
            "a.go": "package a\n\ntype T struct {\n\t*T\n\tn int\n}\n\n// add needs the lock held."
            "\nfunc (t *T) add() { t.n++ }\n\nfunc (t *T) Run() {\n\tgo t.add()\n\tt.n++\n}\n"
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
    Found(
        "an import was put above a package clause whose name is not ASCII",
        {"a.go": "package \u00e9t\u00e9\n\ntype T struct {\n\tn uint32\n}\n"},
        ("T.n",),
        "atomic-counter",
    ),
    Found(
        "an import was put above a package clause with a comment inside",
        {"a.go": "package//x\n a\n\ntype T struct {\n\tn uint32\n}\n"},
        ("T.n",),
        "atomic-counter",
    ),
    Found(
        "an import was put into the function behind an import group without its end",
        {
            "a.go": 'package a\n\nimport (\n\t"fmt"\n\nfunc f() {}\n\ntype T struct {\n\tn uint32'
            "\n}\n"
        },
        ("T.n",),
        "atomic-counter",
    ),
    Found(
        "the size of a struct of arrays of itself took minutes",
        {
            "a.go": "package a\n\ntype byte struct{ data [256]byte }\n\n"
            "func large(m map[string]byte) byte {\n\tbackup := m\n\tm[``] = byte{}\n"
            "\treturn backup[``]\n}\n"
        },
    ),
    Found(
        "a write to a map in parentheses lost one of them",
        {
            "a.go": "package a\n\nvar rates = map[string]int{}\n\n"
            "func Set(k string, v int) {\n\t(rates)[k] = v\n}\n\n"
            "func Get(k string) int {\n\tif rate, ok := rates[k]; ok {\n\t\treturn rate\n\t}\n"
            "\treturn 0\n}\n"
        },
        ("rates",),
        "sync-map",
    ),
    Found(
        "io.ReadAll without an argument was asked for it",
        {
            "a.go": 'package a\n\nimport "io"\n\nfunc size() (int, error) {\n'
            "\tdata, err := io.ReadAll()\n\treturn len(data), err\n}\n"
        },
        ("size",),
        "sync-pool",
    ),
    Found(
        "the new lock of a package variable that nobody writes was not seen",
        {
            "a.go": "package a\n\ntype config struct {\n\tname string\n}\n\nvar current config\n\n"
            "func Name() string {\n\treturn current.name\n}\n"
        },
        ("current",),
        "shared-field",
    ),
    Found(
        "the new lock of a local was not seen",
        {
            "a_test.go": 'package a\n\nimport "testing"\n\nfunc TestRows(t *testing.N) {\n'
            "\tvar tt *struct{ n, want int }\n"
            "\tfor _, tt = range []*struct{ n, want int }{{1, 1}, {2, 4}} {\n"
            '\t\tt.Run("", func(t *testing.N) {\n\t\t\tt.Parallel()\n'
            "\t\t\tif got := tt.n * tt.n; got != tt.want {\n\t\t\t\tt.Error(got)\n\t\t\t}\n"
            "\t\t})\n\t}\n}\n"
        },
        ("TestRows.tt",),
        "shared-field",
    ),
    Found(
        "a struct with two of itself was searched for a lock for minutes",
        {
            "a.go": "package a\n\ntype T struct{ X, Y T }\n\n"
            "func set(m map[string]T, x T) {\n\tm[``].X = x\n}\n"
        },
    ),
    Found(
        "a type was taken for the key of a map",
        {
            "a.go": "package a\n\ntype T struct{ X uint }\n\n"
            "func set(m map[string]T, n uint) {\n\tm[[]byte].X <<= n\n}\n"
        },
    ),
    Found(
        "a fallthrough outside of a switch was led to none",
        {
            "a.go": "package a\n\nfunc f(m map[string]int) {\n\tfallthrough\n"
            "\tn := m\n\tn[``] = 1\n}\n"
        },
    ),
)


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found.what)
def test_found(bench: Bench, found: Found, tmp_path: Path) -> None:
    """Also without Go's opinion, which excuses what the engine takes back in what is no Go."""
    files = {path: text.encode() for path, text in found.files.items()}
    select = (found.select,) if found.select else ()
    tree = Tree(found.what, {"go.mod": MOD, **files}, targets=found.targets, select=select)
    for each in (bench, Bench(tmp_path.resolve())):
        faults = each.try_tree(tree).faults
        assert not faults, "\n".join(f"{fault.kind}: {fault.detail}" for fault in faults)

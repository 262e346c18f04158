"""The sieve of map-prealloc lets every form of a new map and its loop through."""

from __future__ import annotations

import pytest
from gofixmap_codemods._prealloc_filter import Sieve

LOOP = b"\n\tfor _, x := range xs {\n\t\tm[x] = true\n\t}\n"

THROUGH = [
    b"m := make(map[string]bool)" + LOOP,
    b"m := make(Set)" + LOOP,
    b"m := make( pkg.Set )" + LOOP,
    b"m := make /* c */ (map[string]bool)" + LOOP,
    b"m := map[string]bool{}" + LOOP,
    b"m := Set{\n\t}" + LOOP,
    b"m = make(Set)" + LOOP,
    b"var m = make(Set)" + LOOP,
    b"var m Set = Set{}" + LOOP,
    b"var m map[string]bool = make(map[string]bool)" + LOOP,
    b"m :=\n\t\tmake(Set)" + LOOP,
    b"m := // fresh\n\t\tmake(Set)" + LOOP,
    b"m := /* fresh */ make(Set)" + LOOP,
    b"m := /* fresh\n */ make(Set)" + LOOP,
    b"m :=\n\n\t\tmap[string]bool{}" + LOOP,
    b"m := map[string]struct {\n\t\ta int\n\t}{}" + LOOP,
    b"m := map[\n\t\tstring]bool{}" + LOOP,
    b"m := map[string]func(\n\t\tint,\n\t) bool{}" + LOOP,
    b"m := map[string]struct{}{}" + LOOP,
    b'm := map[string]struct{ a int `k:"a=b"` }{}' + LOOP,
    b"s.m = make(Set)\n\tfor _, x := range xs {\n\t\ts.m[x] = true\n\t}\n",
    b"m := make(Set)\n\tfor _, x := range xs {\n\t\tm[x] /* c */ = true\n\t}\n",
    b"m := make(Set)\n\tfor _, x := range xs {\n\t\tm /* c */ [x] = true\n\t}\n",
    b"m := make(Set)\n\tfor _, x := range xs { m[k[x]] = true }\n",
    b"make := make(Set)\n\tfor _, x := range xs { make[x] = true }\n",
    "größe := Set{}\n\tfor _, x := range xs { größe[x] = true }\n".encode(),
]
OUT = [
    b"m := make(map[string]bool)\n\tm[x] = true\n",
    b"m := make(chan bool)" + LOOP,
    b"m := make([]bool, 3)" + LOOP,
    b"n := make(map[string]bool)" + LOOP,
    b"f(make(map[string]bool))" + LOOP,
    b"return Set{}\n" + LOOP,
    b"var n struct{}" + LOOP,
    b"m := make(Set)\n\tfor _, x := range xs { use(m[x]) }\n",
    b"m := make(Set)\n\tfor _, x := range xs { if m[x] == y { z() } }\n",
    LOOP + b"m := make(map[string]bool)\n\tm[x] = true\n",
]


@pytest.mark.parametrize("code", THROUGH, ids=bytes.decode)
def test_lets_through(code: bytes) -> None:
    assert Sieve().search(b"func f() {\n\t" + code + b"}\n")


@pytest.mark.parametrize("code", OUT, ids=bytes.decode)
def test_keeps_out(code: bytes) -> None:
    assert not Sieve().search(b"func f() {\n\t" + code + b"}\n")

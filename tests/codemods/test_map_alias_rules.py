"""What tells map-alias that a copy was meant, and what its filter lets through."""

from __future__ import annotations

import time

import pytest
from gofixmap_codemods import _alias_intent as intent
from gofixmap_codemods._alias_filter import may_write, written_names
from gofixmap_codemods._alias_signs import Told, told_of

from gofixmap.syntax.source import SourceFile


@pytest.mark.parametrize(
    ("written", "kept", "told"),
    [
        ("settings", "backup", "backup"),
        ("s", "oldLimits", "oldLimits"),
        ("opts", "DefaultOptions", "DefaultOptions"),
        ("labelsCopy", "labels", "labelsCopy"),
        ("cloned", "m", "cloned"),
        ("m", "mine", ""),
        ("prev", "prev", ""),
        ("old", "current", ""),
        ("folder", "holder", ""),
        ("saver", "m", ""),
        ("prevItems", "prevTotals", ""),
    ],
)
def test_names(written: str, kept: str, told: str) -> None:
    assert intent.named_apart(written, kept) == told


@pytest.mark.parametrize(
    ("function", "copies"),
    [
        ("Clone", True),
        ("DeepCopy", True),
        ("WithLabel", True),
        ("copyWithOverrides", True),
        ("CopyTo", True),
        ("copyFileToBucket", False),
        ("copyObjectFrom", False),
        ("withdraw", False),
        ("Photocopier", False),
        ("Merge", False),
    ],
)
def test_functions_that_copy(function: str, copies: bool) -> None:
    assert intent.makes_copy(function) is copies


@pytest.mark.parametrize(
    ("comment", "denied"),
    [
        (b"the map is shared by all copies", True),
        (b"it is not copied", True),
        (b"avoids a copy of the text", True),
        (b"sorts in place", True),
        (b"takes over the map", True),
        (b"returns a copy of the map", False),
        (b"gives the labels", False),
    ],
)
def test_comments_that_deny_a_copy(comment: bytes, denied: bool) -> None:
    assert intent.denies(comment) is denied


W = "\tb[k] = v\n"  # one of the two is written


def told(code: str, comment: str = "") -> Told:
    source = f"package a\n\n{comment}{code}\n"
    return told_of(SourceFile("a.go", source.encode()).declarations[0])


@pytest.mark.parametrize(
    "body",
    [
        "\tbackup := b\n" + W,
        "\toldB := b\n\tdelete(b, k)\n",
        "\toldB := b\n\tb.Set(k, v)\n",
        "\toldB := b\n\tsort.Strings(b)\n",
        "\toldB := b\n\tb = append(b[:i], b[j:]...)\n",
        "\toldB := b\n\tfor b[k] = range c {\n\t}\n",
        "\toldB := b\n\tb[\n\t\tk,\n\t] = v\n",
        "\toldB := b\n\tb[f(k,\n\t\tj)] = v\n",
        "\toldB := b\n\tb[k].n++\n",
        "\toldB := b\n\tM(b)[k] = v\n",
        "\toldB := b\n\tb.(M)[k] = v\n",
        "\toldB := b\n\tsort.Sort(byAge(b))\n",
        "\tb := s.defaults\n" + W,
        "\tb := s.Default.\n\t\tlabels\n" + W,
        "\tb := (s.defaults)\n" + W,
        "\tn, b := 1, s.defaults\n" + W,
        "\tb, n :=\n\t\ts.labels, s.defaults\n" + W,
        "\tb := /* c */ s.defaults\n" + W,
        "\tif b := s.defaults; ok {\n" + W + "\t}\n",
        "\tvar b = s.defaults\n" + W,
        "\tvar b map[K]V = s.defaults\n" + W,
        "\tvar n, b = 1, s.defaults\n" + W,
        "\tn, b := f(\n\t\tx,\n\t), s.defaults\n" + W,
        "\tvar (\n\t\tn = 1\n\t\tb = s.defaults\n\t)\n" + W,
        "\tbCopy := *s\n\tbCopy.labels[k] = v\n",
        "\tbCopy := all[k]\n\tbCopy.labels[k] = v\n",
        "\tc := *s\n\tc.labels[k] = v\n\treturn c\n",
        "\tc := *s\n\tc.labels[k] = v\n\treturn nil, &c\n",
        "\tc := *s\n\tc.labels[k] = v\n\treturn nil,\n\t\t&c\n",
        "\t// take a copy\n\tb := s.m\n" + W,
        "\tb := s.m // make a copy\n" + W,
        "\tb := s.m /* a copy of it */\n" + W,
        "\told := s.m\n" + W + "\ts.m[k] = w\n",
        "\tb := s.m\n" + W + "\ts.m = b\n",
        "\tb := s.m\n" + W + "\ts.inner.m = b\n",  # m may be promoted
        "\tb := s.m\n\ts.m[k] = v\n\tn, s.m = 1, b\n",
        "\tb := s.m\n\ts.m[k] = v\n\tn, s.m = 1,\n\t\tb\n",
        "\tb := s.m\n\ts.m[k] = v\n\t(*s).m = b\n",
        "\tc := s\n\tc.m[k] = v\n\ts.m = c.m\n",
        "\tb := s.m\n" + W + "\treturn reflect.DeepEqual(b, s.m)\n",
        "\tb := s.m\n" + W + "\tassert.Equal(t, b,\n\t\ts.m,\n\t)\n",
        "\ttmp := s.m\n\ttmp[k] = v\n",
        "\tc := *s\n\tc.tmp[k] = v\n",
    ],
)
def test_told(body: str) -> None:
    assert told("func f() {\n" + body + "}")


@pytest.mark.parametrize(
    "body",
    [
        "\tb := s.m\n" + W,
        "\tbackup := b\n\treturn b[k]\n",
        "\tbackup := b\n\tfmt.Println(b)\n",
        "\tbackup := f(b)\n" + W,
        "\tbackup := b[1:]\n",
        "\tbackup, ok := c.(M)\n" + W,
        "\tfor _, copied := range b {\n" + W + "\t}\n",
        "\tolder := b\n" + W,
        "\tprev := s.prev\n\tprev[k] = v\n",
        "\tc := *s\n\tc.labels[k] = v\n\tuse(c)\n",
        "\tc := *s\n\tc.labels[k] = v\n\treturn c.n\n",
        "\t// a map\n\tb := s.m\n" + W,
        "\tb := s.m\n" + W + "\ts.n = b\n",
        "\tb := s.m\n" + W + "\ts.m = c\n",
        "\tb := s.m\n" + W + "\treturn reflect.DeepEqual(b, c)\n",
    ],
)
def test_not_told(body: str) -> None:
    assert not told("func f() {\n" + body + "}")


@pytest.mark.parametrize(
    ("comment", "code", "passes"),
    [
        ("", "func (c cart) Clone() cart {\n\tc.notes[0] = v\n\treturn c\n}", True),
        ("", "func (c cart) WithNote() cart {\n\tc.notes[0] = v\n\treturn c\n}", True),
        ("// f returns a copy.\n", "func (c cart) f() {\n\tc.notes[0] = v\n}", True),
        ("// f\n// gives a\n// clone.\n", "func f(c cart) {\n\tc.notes[0] = v\n}", True),
        ("", "func f(dupCart cart) {\n\tdupCart.notes[0] = v\n}", True),
        ("", "func f(copied cart) {\n\t(copied).notes[0] = v\n}", True),
        ("", "func f(theCOPY cart) {\n\ttheCOPY.notes[0] = v\n}", True),
        ("", "func f() {\n\tg(func(copied cart) {\n\t\tcopied.notes[0] = v\n\t})\n}", True),
        ("", "func (c cart) f() {\n\tc.notes[0] = v\n}", False),
        ("", "func f(copied *cart) {\n\tcopied.notes[0] = v\n}", False),
        ("// f returns it.\n", "func (c cart) f() {\n\tc.notes[0] = v\n}", False),
        ("// f returns a copy.\n\n", "func (c cart) f() {\n\tc.notes[0] = v\n}", False),
        ("// f returns a copy.\n", "func (c *cart) f() {\n\tc.notes[0] = v\n}", False),
        ("", "var f = func() {\n\tbackup := b\n\tb[k] = v\n}", True),
        ("", "var backup = b", False),
    ],
)
def test_functions_told(comment: str, code: str, passes: bool) -> None:
    assert bool(told(code, comment)) is passes


@pytest.mark.parametrize(
    ("name", "body", "passes"),
    [
        ("Labels", "return s.m", True),
        ("Labels", "m := s.m\n\treturn m, nil", True),
        ("labels", "return s.m", False),
        ("Labels", "return nil", False),
        ("Labels", "<-s.done\n\treturn s.m", False),
        ("Labels", "s.wg.Wait()\n\treturn s.m", False),
    ],
)
def test_handouts(name: str, body: str, passes: bool) -> None:
    code = f"func (s *S) {name}() M {{\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\t{body}\n}}"
    assert bool(told(code)) is passes


@pytest.mark.parametrize(
    "body",
    [
        "\tc := *p\n\tc.m[k] = v\n\treturn " + "a, (b, {c, " * 4000 + "\n",
        "\ta, b := c.d, e.f\n" * 4000,
        "\tcopied := a" + ".b" * 9000 + "\n\tcopied[1] = a" + ".b" * 9000 + "[1]\n",
        "\tcopied := " + "a" * 50_000 + "\n\tcopied[0] = 1\n",
        "\tx := a\n\ta = " + " " * 50_000 + "b\n\tx[0] = 1\n",
        "\tvar (\n\t\ta = b\n" * 4000,
        "\tx := *y\n\tx[0] = 1\n" * 390 + "\treturn a, b\n" * 3000,
    ],
    ids=["return", "several", "chain", "name", "spaces", "groups", "stars"],
)
def test_takes_no_time(body: str) -> None:
    started = time.process_time()
    told("func f() {\n" + body + "}")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (b"m[k] = v", {b"m"}),
        (b"s.m[k]++", {b"s", b"m"}),
        (b"m[k] <<= 1", {b"m"}),
        (b"m[k].f[i] -= 1", {b"m"}),
        (b"m[k],\n\tok = v, true", {b"m"}),
        (b"m[T{\n\ta,\n}] = v", {b"m"}),
        (b"x = append(y, z)", {b"y"}),
        (b"x = append(\n\ty, z)", {b"y"}),
        (b"sort.Sort(byName(x))", {b"byName", b"x"}),
        (b"h.Set(k, v)", {b"h"}),
        (b"x := m[k]", set()),
        (b"if m[k] == v {", set()),
        (b"for range m[k] {", set()),
        (b"f(m[k])(\n\tv)", set()),
    ],
)
def test_names_of_which_an_element_is_written(text: bytes, names: set[bytes]) -> None:
    assert written_names(text) == names
    assert may_write(text) is bool(names)

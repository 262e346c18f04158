"""Constants: values, iota, array lengths, sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.tables import head_of_table

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2*3", 7),
        ("7 / 2", 3),
        ("-7 / 2", -3),
        ("-7 % 3", -1),
        ("7 / 2.0", 3.5),
        ("1 << 70 >> 68", 4),
        ("0x1F &^ 0b11", 28),
        ("0o17 + 017 + 1_000", 1030),
        ("'a' + 1", 98),
        (r"'\n'", 10),
        (r"'\x41'", 65),
        (r"'\u00e9'", 233),
        ("^0", -1),
        ("^uint8(1)", 254),
        ("^uint(0) >> 63", 1),
        ("1e3", 1000),
        ("0x1p-2", 0.25),
        ("int(2.0)", 2),
        ("float64(3) / 2", 1.5),
        ('"a" + "b\\n"', "ab\n"),
        ("`raw\\n`", "raw\\n"),
        ("string('x')", "x"),
        ("len(`héé`)", 5),
        (r'len("\xff\u00e9")', 3),
        ("len([5]int{})", 5),
        ("len(arr)", 6),
        ("cap(&arr)", 6),
        ("len([...]string{3: ``})", 4),
        ('"a" < "b"', True),
        ("1 == 1.0 && !false", True),
        ("min(3, 1, 2)", 1),
        ('max("a", "b")', "b"),
        ("c1", 1),
        ("c2", 4),
        ("c4", 16),
        ("d2", 11),
        ("Byte", 3),
        ("e", "text"),
        ("1 << 3.0", 8),
        # Not constant, or not known
        ("len(f())", None),
        ("len(s)", None),
        ("v + 1", None),
        ("1 / 0", None),
        ("1 << 100000", None),
        ("unseen + 1", None),
        ("cyclic", None),
        ("2i", None),
    ],
)
def test_the_value_of_a_constant(snippet: Make, expression: str, value: object) -> None:
    s = snippet(
        "var arr [2*d1 - 14]int\nvar s []int\nvar v = 1\nfunc f() [3]int { return arr2 }\n"
        "var arr2 [3]int\ntype B byte\n"
        "const (\n\tc0 = 1 << (iota * 2)\n\tc2 = c0 * 4\n\t_\n\tc4 = 1 << (iota + 1)\n)\n"
        "const c1 = c0\n"
        "const (\n\td1, d2 = iota + 10, iota + 11\n\td3, d4\n)\n"
        "const Byte B = 3\nconst e, g = `text`, `more`\n"
        "const cyclic = cyclic2\nconst cyclic2 = cyclic\n"
        f"func test() {{ sink({expression}) }}"
    )
    call = s.node(f"sink({expression})", "call_expression")
    assert s.info.constant(call.child_by_field_name("arguments").named_child(0)) == value


def test_iota_counts_lines_and_repeats_expressions(snippet: Make) -> None:
    s = snippet(
        "const (\n\ta, b = iota, iota * 10 // first\n\t_, _\n\n\t// comment\n"
        "\tc, d\n\te, f = `x`, iota\n\tg, h\n)\n"
        "const (\n\tT1 T = iota\n\tT2\n)\ntype T uint8\n"
        "var x [d]int\nvar y = [...]int{T2: 1, 5: 2}"
    )
    values = {name: s.info.lookup(name, s.node("x")).value for name in "abcdefgh"}
    assert values == {"a": 0, "b": 0, "c": 2, "d": 20, "e": "x", "f": 3, "g": "x", "h": 4}
    assert str(s.info.lookup("T2", s.node("x")).type) == "example.com/m.T"
    assert str(s.info.lookup("x", s.node("x")).type) == "[20]int"
    assert str(s.info.lookup("y", s.node("x")).type) == "[6]int"


@pytest.mark.parametrize(
    ("length", "type_"),
    [
        ("N", "[3]int"),
        ("p.N * 2", "[14]int"),
        ("len(p.Text)", "[4]int"),
        ("unsafe.Sizeof(T{})", "[40]int"),
        ("unsafe.Offsetof(T{}.c)", "[16]int"),
        ("unsafe.Alignof(int32(0))", "[4]int"),
        ("1e3", "[1000]int"),
        ("32 << (^uint(0) >> 63)", "[64]int"),
        ("len([N]int{})", "[3]int"),
        ("p.Hidden", "unknown"),
        ("1.5", "unknown"),
        ("-1", "unknown"),
        ("v", "unknown"),
        ("C.N", "unknown"),
    ],
)
def test_array_lengths(snippet: Make, length: str, type_: str) -> None:
    s = snippet(
        {
            "a.go": 'package m\n\nimport (\n\t"unsafe"\n\n\t"example.com/m/p"\n)\n\n'
            f"const N = 3\n\nvar v = 1\nvar a [{length}]int\nvar b = a[0]\n"
            "type T struct { a byte; b int32; bb byte; c string; d struct{} }\n"
            "var _ unsafe.Pointer\nvar _ = p.N\n",
            "p/p.go": 'package p\n\nconst N = 7\nconst Text = "a" + "bcd"\n',
        }
    )
    found = s.info.lookup("a", s.node("a"))
    assert found.type.is_array
    assert str(found.type) == type_


@pytest.mark.parametrize(
    ("head", "type_", "parsed_whole"),
    [
        ("[...]T{", "[2000]example.com/m.T", False),
        ("[]T{", "[]example.com/m.T", False),
        ("&[...]T{", "*[2000]example.com/m.T", False),
        ("map[int]T{", "map[int]example.com/m.T", False),
        # Not plainly a table: read as a whole
        ("[]struct {\n\tn int\n}{", "[]struct{n int}", True),
        ("wrap{}.with[[]T]{\n}.field[T]{", "unknown", True),
    ],
)
def test_a_large_table_is_typed_by_its_head(
    snippet: Make, head: str, type_: str, parsed_whole: bool
) -> None:
    lines = "".join(f"\t{i}: {{n: {i}}},\n" for i in range(2000))
    s = snippet(f"type T struct{{ n int }}\n\nvar table = {head}\n{lines}}}\n\nvar x = table")
    head_alone = head_of_table(s.info.file.declarations[1])
    assert (head_alone is None) == parsed_whole
    assert str(s.info.lookup("table", s.node("x", "identifier")).type) == type_

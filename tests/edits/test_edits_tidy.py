"""What `rewrite` makes of edited lines is what gofmt would make of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.edits import (
    insert_after,
    insert_before,
    insert_field,
    node_text,
    replace_node,
    replace_statement,
    rewrite,
)
from gofixmap.edits.align import alignment
from gofixmap.edits.bodies import long_bodies
from gofixmap.edits.lines import Lines
from gofixmap.edits.spacing import spacing
from gofixmap.model import Edit
from gofixmap.syntax.source import SourceFile
from gofixmap.syntax.walk import walk

Unclean = Callable[[Mapping[str, bytes]], dict[str, str]]


def replaced(body: str, old: str, new: str) -> str:
    data = f"package a\n\n{body}\n".encode()
    at = data.index(old.encode())
    after = rewrite(data, [Edit("a.go", at, at + len(old.encode()), new)])
    return after.decode().removeprefix("package a\n\n").removesuffix("\n")


SPACED = [
    ("key := i+1", "key := i + 1"),
    ("key := f(a+b)", "key := f(a + b)"),
    ("key := f(a + b, c)", "key := f(a+b, c)"),
    ("key := a * b + c", "key := a*b + c"),
    ("key := f(a*b + c, d)", "key := f(a*b+c, d)"),
    ("key := m[i + 1]", "key := m[i+1]"),
    ("key := s[i+1:j]", "key := s[i+1 : j]"),
    ("key := f(s[i+1 : j], k)", "key := f(s[i+1:j], k)"),
    ("key := s[i+1:]", "key := s[i+1:]"),
    ("key := (a+b) * c", "key := (a + b) * c"),
    ("key, ok := a + b, c", "key, ok := a+b, c"),
    ("key := a == b+1 && c", "key := a == b+1 && c"),
    ("key := a/ *p", "key := a / *p"),
    ("key := a&^b | c", "key := a&^b | c"),
    ("m[i + 1]++", "m[i+1]++"),
    ('key := "a+b"+c', 'key := "a+b" + c'),
    ("key := a /* c */+b", "key := a /* c */+ b"),
]


@pytest.mark.parametrize(("written", "spaced"), SPACED)
def test_blanks_follow_the_depth(written: str, spaced: str) -> None:
    assert replaced("func f() {\n\tx()\n}", "x()", written) == f"func f() {{\n\t{spaced}\n}}"


def test_spaced_texts_are_clean_for_gofmt(unclean: Unclean) -> None:
    sources = {
        f"case{number}": f"package a\n\nfunc f() {{\n\t{spaced}\n}}\n".encode()
        for number, (_, spaced) in enumerate(SPACED)
        if "/*" not in spaced
    }
    assert unclean(sources) == {}


def test_lines_that_are_not_edited_keep_their_blanks() -> None:
    body = "func f() {\n\tx()\n\ty := a+b\n}"
    assert replaced(body, "x()", "z := a+b") == "func f() {\n\tz := a + b\n\ty := a+b\n}"


def test_a_line_that_was_not_spaced_keeps_its_blanks() -> None:
    body = "func f() {\n\ty := a+b\n}"
    assert replaced(body, "y", "z") == body.replace("y", "z")


@pytest.mark.parametrize(
    ("before", "after", "size"),
    [
        ("func name(argument int) { ", " }", 99),
        ("var f = func(argument int) { ", " }", 100),
        ("func g() {\n\tgo func(argument int) { ", " }()\n}", 100),
    ],
)
def test_a_body_that_grows_too_long_is_broken(
    before: str, after: str, size: int, unclean: Unclean
) -> None:
    header = before[before.rindex("func") :].removesuffix(" { ")
    short = f"{before}call(a, b); call(x){after}"
    room = size - len(header) - len("call(a, b); call()")
    same = replaced(short, "call(x)", f"call({'x' * room})")
    broken = replaced(short, "call(x)", f"call({'x' * (room + 1)})")
    assert same.count("\n") == short.count("\n")
    assert broken.count("\n") == short.count("\n") + 3
    sources = {"same": same, "broken": broken}
    clean = {name: f"package a\n\n{text}\n".encode() for name, text in sources.items()}
    assert unclean(clean) == {}


_EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "1", "f()"]),
    lambda inner: st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(["+", "*", "==", "&&", "<<"]), inner),
        st.builds("({})".format, inner),
        st.builds("f({}, {})".format, inner, inner),
        st.builds("m[{}]".format, inner),
        st.builds("s[{}:{}]".format, inner, inner),
        st.builds("-{}".format, st.sampled_from(["a", "b"])),
    ),
    max_leaves=12,
)


@given(st.lists(_EXPRESSIONS, min_size=1, max_size=4))
def test_a_second_pass_changes_nothing(expressions: list[str]) -> None:
    data = b"package a\n\nfunc f() {\n\tx()\n}\n"
    at = data.index(b"x()")
    text = "\n\t".join(f"y = {expression}" for expression in expressions)
    once = SourceFile("a.go", rewrite(data, [Edit("a.go", at, at + 3, text)]))
    assert spacing(once, lambda start, end: True) == []


def test_random_expressions_are_spaced_as_gofmt_would(unclean: Unclean) -> None:
    rng = random.Random(5)

    def expression(depth: int) -> str:
        if depth == 0 or rng.random() < 0.2:
            return rng.choice(["a", "b", "1", "f()", "-a", "*p", "x.y"])
        left, right = expression(depth - 1), expression(depth - 1)
        operator = rng.choice(["+", "*", "==", "&&", "||", "<<", "/", "|", "&", "-", "%", "<"])
        shapes = (
            f"{left} {operator} {right}",
            f"{left} {operator} {right}",
            f"({left})" if not left.startswith("(") else left,  # gofmt drops double ones
            f"f({left}, {right})",
            f"f({left})",
            f"m[{left}]",
            f"s[{left} : {right}]",
            f"s[:{right}]",
            f"T{{{left}, {right}}}",
            f"[]byte({left})",
            f"{rng.choice(['a', 'f(b)'])}.g({left})",
        )
        return rng.choice(shapes)

    data = b"package a\n\nfunc f() {\n\tx()\n}\n"
    at = data.index(b"x()")
    sources: dict[str, bytes] = {}
    for number in range(400):
        head = rng.choice(["y = ", "return ", "g(", "a, b = c, ", "m[", "ch <- "])
        tail = {"g(": ")", "m[": "]++"}.get(head, "")
        edit = Edit("a.go", at, at + 3, head + expression(3) + tail)
        sources[f"case{number}"] = rewrite(data, [edit])
    assert unclean(sources) == {}


FILES = ["net/http/server.go", "go/types/expr.go", "encoding/json/decode.go", "runtime/mheap.go"]


def random_edits(rng: random.Random, file: SourceFile) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """One edit of each kind at random places of a file."""
    nodes = [node for d in file.declarations for node in walk(d.root)]
    blocks = {"statement_list"}
    statements = [
        n
        for n in nodes
        if n.parent is not None
        and n.parent.type in blocks
        and n.type in {"assignment_statement", "expression_statement", "short_var_declaration"}
    ]
    texts = ["v := m[k]", "v.x = func() {\n\ta()\n}", "m[k] = v"]
    for statement in rng.sample(statements, 20):
        yield "replace", replace_statement(file, statement, texts)
        yield "before", insert_before(file, statement, texts[:1])
        yield "after", insert_after(file, statement, texts[2:])
    for body in [n for n in nodes if n.type == "field_declaration_list"][:10]:
        members = [n for n in body.children if n.type == "field_declaration"]
        chosen = rng.choice([None, *members])
        yield "field", insert_field(file, body, "mu sync.RWMutex", before=chosen)
    for statement in rng.sample(statements, 20):
        for index in (
            n for n in walk(statement) if n.type in {"index_expression", "call_expression"}
        ):
            inner = index.named_children[-1]
            if inner.type == "argument_list":
                inner = inner.named_children[0] if inner.named_children else index
            hoisted = insert_before(file, statement, [f"key := {node_text(file, inner)}"])
            yield "hoist", (*hoisted, *replace_node(file, inner, "key"))
            break
    names = [n for n in nodes if n.type in {"identifier", "field_identifier"}]
    for node in rng.sample(names, 40):
        text = "x" * rng.randint(1, 20)
        yield "rename", (Edit(file.path, node.start_byte, node.end_byte, text),)


def test_random_edits_of_real_code_stay_clean(go: Path, unclean: Unclean) -> None:
    rng = random.Random(11)
    sources: dict[str, bytes] = {}
    root = go.resolve().parent.parent / "src"
    for name in FILES:
        file = SourceFile(name, (root / name).read_bytes())
        for number, (kind, edits) in enumerate(random_edits(rng, file)):
            sources[f"{Path(name).stem}_{kind}{number}"] = rewrite(file.data, edits)
    assert unclean(sources) == {}


@pytest.mark.corpus
def test_the_standard_library_needs_no_change(go: Path, unclean: Unclean) -> None:
    """What gofmt has formatted is left alone; the exceptions are files it would change."""
    wrong: dict[str, bytes] = {}
    for number, path in enumerate(sorted((go.resolve().parent.parent / "src").rglob("*.go"))):
        if "testdata" in path.parts:
            continue
        file = SourceFile("a.go", path.read_bytes())
        lines = Lines(file.lines, [(0, 1 << 30)])
        if alignment(file, lines) or spacing(file, lines.span) or long_bodies(file, lines.span):
            wrong[f"{path.stem}{number}"] = file.data
    assert set(unclean(wrong)) == set(wrong)

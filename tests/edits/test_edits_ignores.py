"""Ignore comments stand where they are honoured, and as gofmt wants them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gofixmap.edits import apply_edits, rewrite
from gofixmap.edits.ignores import ignore_edit, ignore_edits, kept_edit, unignored_edit
from gofixmap.errors import EditError
from gofixmap.syntax.source import SourceFile
from gofixmap.text import Span

NAME = "map-alias"
COMMENT = f"//gofixmap:ignore {NAME} why"


def marked(source: str) -> tuple[SourceFile, Span]:
    """The file without its `$`, and the bytes between the two of them."""
    data = source.encode()
    first, second = data.index(b"$"), data.rindex(b"$")
    return SourceFile("a.go", data.replace(b"$", b"")), Span(first, max(first, second - 1))


def silenced(source: str, reason: str = "why", name: str = NAME) -> str:
    """The file with its comment; the finding must be silenced and another one's must not."""
    file, span = marked(source)
    edit = ignore_edit(file, span, [name], reason)
    after = SourceFile("a.go", apply_edits(file.data, [edit]))
    moved = _moved(file.data, after.data, span)
    assert after.suppressions.reason_for(name, moved) is not None
    assert after.suppressions.reason_for("body-close", moved) is None
    return after.data.decode()


def _moved(before: bytes, after: bytes, span: Span) -> Span:
    """Where the span has gone: its first word and its last line are looked for."""
    lines = span.of(before).split(b"\n")
    first = lines[0].split(b"(")[0]
    at = -1
    for _ in range(before[: span.start].count(first) + 1):
        at = after.index(first, at + 1)
    return Span(at, after.index(lines[-1], at) + len(lines[-1]))


def test_at_last_above_the_declaration() -> None:
    after = silenced("package p\n\nvar a = `\n` + $b$ + `\n`\n")
    assert after == f"package p\n\n{COMMENT}\nvar a = `\n` + b + `\n`\n"


def test_nowhere_to_put_it() -> None:
    file = SourceFile("a.go", b"package p; var s = `\n`; var a = b[1] + `\n`\n")
    at = file.data.index(b"b[")
    with pytest.raises(EditError, match="no place"):
        ignore_edit(file, Span(at, at + 4), [NAME], "")


UNCHANGED = [
    f"package p\n\nfunc f() {{\n\t//gofixmap:ignore {NAME} known\n\t$b$()\n}}\n",
    f"package p\n\nfunc f() {{\n\t$b$() // gofixmap:ignore x,{NAME}\n}}\n",
]


@pytest.mark.parametrize("source", UNCHANGED)
def test_what_is_silenced_stays(source: str) -> None:
    file, span = marked(source)
    edit = ignore_edit(file, span, [NAME], "why")
    assert apply_edits(file.data, [edit]) == file.data
    assert ignore_edits(file, [(span, NAME, "why")]) == ((), ())


BODY = "package p\n\nfunc f() {{\n\ta()\n{}\tc()\n}}\n"
PLACES = [
    (BODY.format("\t$bb$()\n"), BODY.format(f"\t{COMMENT}\n\tbb()\n")),
    (
        BODY.format("\tif $bb$ { d() }\n"),
        BODY.format(f"\t{COMMENT}\n\tif bb {{ d() }}\n"),
    ),
    (
        BODY.format("\tif x {\n\t\ty()\n\t} else if $bb$ {\n\t}\n"),
        BODY.format(f"\tif x {{\n\t\ty()\n\t\t{COMMENT}\n\t}} else if bb {{\n\t}}\n"),
    ),
    (
        BODY.format("\tswitch {\n\tcase x:\n\t\ty()\n\tcase $bb$:\n\t}\n"),
        BODY.format(f"\tswitch {{\n\tcase x:\n\t\ty()\n\t{COMMENT}\n\tcase bb:\n\t}}\n"),
    ),
    (
        "package p\n\nfunc f() {\n\ta()\n$LL$:\n\tfor {\n\t\tbreak LL\n\t}\n}\n",
        f"package p\n\nfunc f() {{\n\ta()\n\t{COMMENT}\nLL:\n\tfor {{\n\t\tbreak LL\n\t}}\n}}\n",
    ),
    (
        "package p\n\nvar x = T{\n\taaa:    1,\n\tbbbbbb: $bb$,\n\tc:      3,\n}\n",
        f"package p\n\nvar x = T{{\n\taaa: 1,\n\t{COMMENT}\n\tbbbbbb: bb,\n\tc:      3,\n}}\n",
    ),
    (
        "package p\n\ntype t struct {\n\ta   int    // x\n\t$bcd$ string // y\n}\n",
        f"package p\n\ntype t struct {{\n\ta int // x\n\t{COMMENT}\n\tbcd string // y\n}}\n",
    ),
    (
        "package p\n\n// F does.\nfunc $F$() {\n}\n",
        f"package p\n\n// F does.\n//\n{COMMENT}\nfunc F() {{\n}}\n",
    ),
    (
        "package p\n\n// F does.\n//\n//go:noinline\nfunc $F$() {\n}\n",
        f"package p\n\n// F does.\n//\n//go:noinline\n{COMMENT}\nfunc F() {{\n}}\n",
    ),
    (
        "package p\n\n/* F does. */\nfunc $F$() {\n}\n",
        f"package p\n\n/* F does. */\n{COMMENT}\nfunc F() {{\n}}\n",
    ),
    (
        "package p\n\nfunc e() {}\nfunc $f$() {}\n",
        f"package p\n\nfunc e() {{}}\n\n{COMMENT}\nfunc f() {{}}\n",
    ),
    (
        BODY.format("\t/* x */ $bb$() // y\n"),
        f"package p\n\n{COMMENT}\nfunc f() {{\n\ta()\n\t/* x */ bb() // y\n\tc()\n}}\n",
    ),
    (BODY.format("\t/* x */ $bb$()\n"), BODY.format(f"\t/* x */ bb() {COMMENT}\n")),
    (
        BODY.format("\tx := `\n\t` + $bb$\n"),
        BODY.format(f"\tx := `\n\t` + bb {COMMENT}\n"),
    ),
    (
        BODY.format("\tx := `\n\t` + $bb(\n\t\t1)$ + `\n`\n"),
        BODY.format(f"\tx := `\n\t` + bb( {COMMENT}\n\t\t1) + `\n`\n"),
    ),
    (
        BODY.format("\tx := `\n\t` + $bb(\n\t\t1)$ // y\n").replace("bb(", "bb( // x"),
        BODY.format(f"\tx := `\n\t` + bb( // x\n\t\t{COMMENT}\n\t\t1) // y\n"),
    ),
    (
        BODY.format("\t/*\n\t */ $bb$()\n"),
        BODY.format(f"\t/*\n\t */ bb() {COMMENT}\n"),
    ),
    (
        BODY.format("\tgo func() {\n\t\td()\n\t}($bb$)\n"),
        BODY.format(f"\tgo func() {{\n\t\td()\n\t\t{COMMENT}\n\t}}(bb)\n"),
    ),
    (
        BODY.format("\tg(1,\n\t\t$bb$)\n"),
        BODY.format(f"\tg(1,\n\t\t{COMMENT}\n\t\tbb)\n"),
    ),
    (
        "package p\n\nfunc f() {\n\taa()   // a\n\t$bbbb$() // b\n}\n",
        f"package p\n\nfunc f() {{\n\taa() // a\n\t{COMMENT}\n\tbbbb() // b\n}}\n",
    ),
    (
        BODY.format("\t//gofixmap:ignore body-closer known\n\t$bb$()\n"),
        BODY.format(f"\t//gofixmap:ignore body-closer,{NAME} known; why\n\tbb()\n"),
    ),
    (
        BODY.format("\t$bb$() // gofixmap:ignore x why not\n"),
        BODY.format(f"\tbb() // gofixmap:ignore x,{NAME} why not\n"),
    ),
]


@pytest.mark.parametrize(("source", "expected"), PLACES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_places(source: str, expected: str, ending: str) -> None:
    assert silenced(source.replace("\n", ending)) == expected.replace("\n", ending)
    file, span = marked(source)
    edits, homeless = ignore_edits(file, [(span, NAME, "why")])
    assert not homeless
    assert rewrite(file.data, edits).decode() == expected


def test_as_gofmt_would_have_it(tmp_path: Path, go: str) -> None:
    gofmt = Path(go).with_name("gofmt")
    for number, (source, _) in enumerate(PLACES):
        file, _ = marked(source)
        (tmp_path / f"before{number:02}.go").write_bytes(file.data)
        (tmp_path / f"after{number:02}.go").write_text(silenced(source))
    listed = subprocess.run([gofmt, "-l", "."], cwd=tmp_path, capture_output=True, text=True)
    dirty = set(listed.stdout.split())
    was_dirty = {name.replace("before", "after") for name in dirty if name.startswith("before")}
    assert {name for name in dirty if name.startswith("after")} <= was_dirty
    assert not listed.stderr


def test_a_cgo_import_gets_it_behind() -> None:
    after = silenced('package p\n\n// #include <x.h>\nimport $"C"$\n')
    assert after == f'package p\n\n// #include <x.h>\nimport "C" {COMMENT}\n'


def test_a_byte_order_mark_stays_first() -> None:
    after = silenced("\ufeffpackage p; var x = $bb$\n")
    assert after == f"\ufeff{COMMENT}\npackage p; var x = bb\n"


@pytest.mark.parametrize(
    ("reason", "written"),
    [("", ""), ("two\nlines\x00 \x1b[31m\ufeff", " two lines [31m"), ("größe", " größe")],
)
def test_reasons(reason: str, written: str) -> None:
    after = silenced(BODY.format("\t$bb$()\n"), reason)
    assert f"\t//gofixmap:ignore {NAME}{written}\n\tbb()\n" in after


def test_findings_of_one_line_share_a_comment() -> None:
    file, span = marked(BODY.format("\t$bb$() + dd()\n"))
    other = Span(span.end + 4, span.end + 6)
    places = [(span, "map-alias", "one"), (other, "body-close", "two"), (other, "map-alias", "x")]
    (edit,), _ = ignore_edits(file, places)
    assert edit.text == "\t//gofixmap:ignore body-close,map-alias one; two\n"


def test_several_names_in_one_comment() -> None:
    file, span = marked(BODY.format("\t$bb$()\n"))
    edit = ignore_edit(file, span, ["map-alias", "body-close"], "")
    assert "\t//gofixmap:ignore map-alias,body-close\n" in apply_edits(file.data, [edit]).decode()


@pytest.mark.parametrize(
    ("comment", "after"),
    [
        ("//gofixmap:ignore x why", "//gofixmap:ignore x,rule why"),
        ("//gofixmap:ignore x,rule", "//gofixmap:ignore x,rule"),
        ("// gofixmap:ignore", "// gofixmap:ignore all,rule"),
        ("//gofixmap:ignore-file", "//gofixmap:ignore-file all,rule"),
        ("//gofixmap:ignore-file x", "//gofixmap:ignore-file x,rule"),
    ],
)
def test_one_more_name(comment: str, after: str) -> None:
    file = SourceFile("a.go", f"package p\n\nvar x = `ö` {comment}\n".encode())
    edit = kept_edit(file, file.comments[0], "rule")
    assert apply_edits(file.data, [edit]).decode() == f"package p\n\nvar x = `ö` {after}\n"


REMOVED = [
    ("//gofixmap:ignore-file x why\n\npackage p\n", "package p\n"),
    ("\ufeff//gofixmap:ignore-file x\n\npackage p\n", "\ufeffpackage p\n"),
    ("// P is.\n//\n//gofixmap:ignore x\npackage p\n", "// P is.\npackage p\n"),
    ("package p\n\nvar x int\n\n//gofixmap:ignore x\n", "package p\n\nvar x int\n"),
    ("package p\n\nvar x int\n\n//gofixmap:ignore x", "package p\n\nvar x int\n"),
    ("package p\n\nvar x int //gofixmap:ignore x", "package p\n\nvar x int"),
    (
        "package p\n\nvar x int\n\n//gofixmap:ignore x\n\nvar y int\n",
        "package p\n\nvar x int\n\nvar y int\n",
    ),
    (
        "package p\n\nfunc f() { //gofixmap:ignore x\n}\n",
        "package p\n\nfunc f() {\n}\n",
    ),
    (
        "package p\n\nfunc f() {\n\t//gofixmap:ignore x\n}\n",
        "package p\n\nfunc f() {\n}\n",
    ),
    (
        "package p\n\nvar (\n\ta  = 1 //gofixmap:ignore x\n\tbb = 2 // why\n)\n",
        "package p\n\nvar (\n\ta  = 1\n\tbb = 2 // why\n)\n",
    ),
    (
        "package p\n\n// A.\n//gofixmap:ignore x\n// B.\nvar x int\n",
        "package p\n\n// A.\n// B.\nvar x int\n",
    ),
]


@pytest.mark.parametrize(("source", "after"), REMOVED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_removed(source: str, after: str, ending: str) -> None:
    file = SourceFile("a.go", source.replace("\n", ending).encode())
    (comment,) = (span for span in file.comments if "ignore" in file.text(span))
    removed = rewrite(file.data, [unignored_edit(file, comment)]).decode()
    assert removed == after.replace("\n", ending)

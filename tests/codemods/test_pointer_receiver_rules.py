"""pointer-receiver: what golden cases do not show, such as notes, tiers, spans and sentences."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from gofixmap_codemods.pointer_receiver import PointerReceiver

from gofixmap.engine import Request, run
from gofixmap.model import Finding, RunResult, Safety, Status
from gofixmap.semantics.effects import effects_of_call, receiver_name
from gofixmap.semantics.info import Semantics
from gofixmap.semantics.mutation import mutation_of
from gofixmap.workspace import Workspace

GOLDEN = Path(__file__).parent.parent / "golden" / "pointer-receiver"
CASES = sorted(path.parent for path in GOLDEN.glob("*/case.toml"))


def checked(
    root: Path, files: Mapping[str, str] | str, *targets: str, apply: bool = False
) -> RunResult:
    if isinstance(files, str):
        files = {"a.go": "package m\n\n" + files}
    for name, text in {"go.mod": "module example.com/m\n\ngo 1.27\n", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return run(Request((root,), ("pointer-receiver",), targets=targets, apply=apply, jobs=1))


def only(result: RunResult) -> Finding:
    (finding,) = result.findings
    return finding


def test_every_reason_has_a_golden_case() -> None:
    shown: set[str] = {"no-copy"}  # below: a map of locks cannot be vetted with the others
    for case in CASES:
        reasons = tomllib.loads((case / "case.toml").read_text()).get("decline", [])
        shown |= {reasons} if isinstance(reasons, str) else set(reasons)
    assert set(PointerReceiver.declines) <= shown


def test_every_reason_is_a_sentence() -> None:
    details = dict.fromkeys(("method", "type", "path", "where", "what"), "X")
    for sentence in PointerReceiver.declines.values():
        text = sentence.format(**details)
        assert text[-1] not in ".!"
        assert "{" not in text


def test_the_prefilter_lets_every_writing_method_through() -> None:
    passed = 0
    for case in CASES:
        semantics = Semantics(Workspace.open([case / "before"]))
        for package in semantics.workspace.packages():
            for path in package.all_files:
                info = semantics.file(path)
                for declaration in info.file.declarations:
                    if declaration.method is None or declaration.method[2]:
                        continue
                    name = receiver_name(declaration.node)
                    body = declaration.node.child_by_field_name("body")
                    if name is None or body is None:
                        continue
                    receiver = info.object_of(name)
                    assert receiver is not None
                    if mutation_of(info, receiver, body, effects_of_call).writes:
                        assert PointerReceiver.prefilter.search(declaration.text), declaration.text
                        passed += 1
    assert passed > 150


@pytest.mark.parametrize(
    "text",
    [
        "func (r T) f() { r.x = 1 }",
        "func (r T) f() { r.x, err = g() }",
        "func (r T) f() { y, r.x = g() }",
        "func (r T) f() { (r).x++ }",
        "func (r T) f() {\n\tr.a[g(\n\t\t1,\n\t)] = 2\n}",
        "func (r T) f() {\n\tr.a[i[0]].b <<= 2\n}",
        "func (r T) f() { r, err := g() }",
        "func (r T) f() {\n\tfor r.x = range xs {\n\t}\n}",
        "func (r T) f() {\n\tselect {\n\tcase r.x = <-ch:\n\t}\n}",
        "func (r T) f() error { return json.Unmarshal(data, &r) }",
        "func (r T) f() {\n\tr.mu.Lock()\n\tdefer r.mu.Unlock()\n}",
        "func (r T) f() {\n\tr.add(1)\n}",
        "func (größe T) f() { größe.x = 1 }",
        "func (r /* it */ T) f() { r.x = 1 }",
        "func (r T[K, V]) f() { r.x = 1 }",
        "func (\n\tr T,\n) f() { r.x = 1 }",
        "package m\n\nfunc (a T) g() {}\n\nfunc (r T) f() { r.x = 1 }",
        "package m; func (r T) f() { r.x = 1 }",
    ],
)
def test_the_prefilter_passes(text: str) -> None:
    assert PointerReceiver.prefilter.search(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "func (r *T) f() { r.x = 1 }",
        "func (T) f() { x = 1 }",
        "func f(r T) { r.x = 1 }",
        "func (r T) f() int { return r.x + s.r }",
        "func (r T) f() bool { return r.x == 1 }",
        "func (r T) f() int {\n\tx := r.y\n\treturn x\n}",
        "package m\n\nfunc (r T) f() {}\n\nfunc (r *T) g() {\n\tr.x = 1\n}",
        "package m\n\nfunc (r T) f() {\n\treturn\n}\n\nfunc (r *T) g() {\n\tr.x = 1\n}",
    ],
)
def test_the_prefilter_drops(text: str) -> None:
    assert not PointerReceiver.prefilter.search(text.encode())


def test_the_message_names_the_write_and_the_span_is_the_write(tmp_path: Path) -> None:
    result = checked(tmp_path, "type t struct{ n int }\n\nfunc (r t) add() { r.n++ }\n")
    finding = only(result)
    assert finding.message == "add changes a copy of t: the write to r.n is lost when it returns"
    data = (tmp_path / "a.go").read_bytes()
    assert finding.span.of(data) == b"r.n++"
    assert finding.symbol == "example.com/m.t.add"
    assert finding.status is Status.FIXABLE
    assert finding.fix is not None
    assert finding.fix.title == "give add a pointer receiver, *t"


def test_a_finding_is_reported_once_for_all_builds(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        {
            "a.go": "package m\n\ntype t struct{ n int }\n",
            "a_linux.go": "package m\n\nfunc (r t) add() { r.n++ }\n",
            "a_windows.go": "package m\n\nfunc (r t) add() { r.n += 2 }\n",
        },
    )
    finding = only(result)
    assert finding.fix is not None
    assert finding.fix.paths == ("a_linux.go", "a_windows.go")


def test_one_build_that_uses_its_copy_speaks_for_all(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        {
            "a.go": "package m\n\ntype t struct{ n int }\n",
            "a_linux.go": "package m\n\nfunc (r t) add() t { r.n++; return t{} }\n",
            "a_windows.go": "package m\n\nfunc (r t) add() t { r.n += 2; return r }\n",
        },
    )
    assert result.findings == ()


def test_second_class_is_quiet_where_it_could_not_be_converted(tmp_path: Path) -> None:
    text = "type C struct{ n int }\n\nfunc (c C) Next() int {\n\tc.n++\n\treturn c.n\n}\n"
    assert checked(tmp_path / "importable", text).findings == ()
    inside = {"internal/a.go": "package m\n\n" + text}
    assert only(checked(tmp_path / "inside", inside)).safety is Safety.TARGET


@pytest.mark.parametrize(
    "body",
    [
        "c.n++\n\treturn c",  # with-er
        "for c.n < 9 {\n\t\tc.n++\n\t}\n\treturn c.n",  # a cursor
        "c.n = 1\n\treturn c.n",  # a default
        "c.n++\n\tshow(c)\n\treturn c.n",  # a local copy that is passed on
        "c.n++\n\treturn c.get()",
    ],
)
def test_copies_on_purpose_are_not_second_class(tmp_path: Path, body: str) -> None:
    text = (
        "func show(any) {}\n\ntype c struct{ n int }\n\nfunc (c c) get() int { return c.n }\n\n"
        f"func (c c) next() any {{\n\t{body}\n}}\n"
    )
    assert checked(tmp_path, text).findings == ()


def test_warnings_become_notes_when_the_user_named_the_method(tmp_path: Path) -> None:
    text = (
        'import "fmt"\n\ntype t struct{ n int }\n\nfunc (r t) String() string { return "" }\n\n'
        "var _ = fmt.Sprint(t{})\n"
    )
    finding = only(checked(tmp_path, text, "t.String"))
    assert finding.fix is not None
    assert finding.fix.notes == (
        "packages look up String at run time: values of t lose it, only *t keeps it",
        "values of t become interfaces at a.go:9: they no longer have the method String there",
    )
    assert finding.safety is Safety.TARGET


def test_many_places_are_counted(tmp_path: Path) -> None:
    uses = "".join(f"var _ any = t{{{number}}}\n" for number in range(9))
    text = f"type t struct{{ n int }}\n\nfunc (r t) get() int {{ return r.n }}\n\n{uses}"
    finding = only(checked(tmp_path, text, "t.get"))
    assert finding.fix is not None
    assert finding.fix.notes == (
        "values of t become interfaces at a.go:7, a.go:8, a.go:9 and 6 other places: "
        "they no longer have the method get there",
    )


def test_a_name_that_has_a_pointer_receiver_already_gets_no_offer(tmp_path: Path) -> None:
    text = "type t struct{ n int }\n\nfunc (r *t) add() { r.n++ }\n"
    assert checked(tmp_path, text, "t.add").findings == ()


def test_a_receiver_that_is_written_with_an_alias(tmp_path: Path) -> None:
    text = (
        "type t struct{ n int }\n\ntype alias = t\n\nfunc (r alias) add() { r.n++ }\n\n"
        "func f() { t{}.add() }\n"
    )
    assert only(checked(tmp_path, text)).reason_id == "unresolved-use"


def test_elements_that_must_not_be_copied(tmp_path: Path) -> None:
    text = (
        'import "sync"\n\ntype t struct {\n\tmu sync.Mutex\n\tn  int\n}\n\n'
        "func (r t) add() { r.n++ }\n\nfunc f(m map[int]t) {\n\tm[1].add()\n}\n"
    )
    finding = only(checked(tmp_path, text))
    assert finding.reason_id == "no-copy"
    assert finding.reason == "m[1] at a.go:13 must not be copied; keep pointers in the map instead"


@pytest.mark.parametrize(
    "body",
    [
        "\tatomic.AddInt64(&r.n, 1)",
        "\tr.v.Add(1)",
        "\tr.mu.Lock()\n\tr.mu.Unlock()",
        "\tr.Lock()\n\tdefer r.Unlock()",
    ],
)
def test_locks_and_atomics_of_a_copy(tmp_path: Path, body: str) -> None:
    text = (
        'import (\n\t"sync"\n\t"sync/atomic"\n)\n\nvar _ sync.Mutex\nvar _ atomic.Int64\n\n'
        "type t struct {\n\tsync.Mutex\n\tmu sync.RWMutex\n\tn  int64\n\tv  atomic.Int64\n}\n\n"
        f"func (r t) f() {{\n{body}\n}}\n"
    )
    finding = only(checked(tmp_path, text))
    assert finding.safety is Safety.REVIEW
    assert finding.message.endswith("a copy of t, which no other call sees")


def test_calls_on_variables_of_unknown_types_have_an_address(tmp_path: Path) -> None:
    text = (
        'import "example.com/missing"\n\ntype t struct{ n int }\n\nfunc (r t) add() { r.n++ }\n\n'
        "func f(v missing.V) {\n\tv.add()\n\tv.a.b.add()\n\tmissing.add()\n%s}\n"
    )
    assert only(checked(tmp_path / "a", text % "")).status is Status.FIXABLE
    for use in ("v.get().add()", "v.m[1].add()", "_ = v.add"):
        finding = only(checked(tmp_path / "b", text % f"\t{use}\n"))
        assert finding.reason_id == "unresolved-use"


def test_calls_that_stay_lost_are_named(tmp_path: Path) -> None:
    text = (
        "type t struct{ n int }\n\nfunc (r t) add() { r.n++ }\n\n"
        "func f(ch chan t, get func() []t) {\n"
        "\tfor i, v := range get() {\n\t\t_ = i\n\t\tv.add()\n\t}\n}\n"
    )
    finding = only(checked(tmp_path, text))
    assert finding.fix is not None
    (note,) = finding.fix.notes
    assert note == "v.add at a.go:10 still changes a copy: the variable of the loop"
    assert finding.safety is Safety.REVIEW

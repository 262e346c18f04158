"""Findings that a baseline knows."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from engine_toys import AToB, BToC

from gofixmap.engine import Request, run
from gofixmap.engine.baseline import Key, key_of, read_baseline, render_baseline, write_baseline
from gofixmap.errors import UsageError
from gofixmap.model import Finding, RunResult, Status
from gofixmap.registry import Registry

REGISTRY = Registry((AToB, BToC))
BODY = "\ta()\n\tif x {\n\t\ta()\n\t}\n\tb()\n"


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.24\n")
    put(tmp_path, BODY)
    return tmp_path


def put(module: Path, body: str, name: str = "a.go") -> None:
    (module / name).parent.mkdir(exist_ok=True)
    (module / name).write_text(f"package m\n\nfunc f() {{\n{body}}}\n")


def checked(module: Path, paths: tuple[str, ...] = (".",), **more: Any) -> RunResult:  # noqa: ANN401 - fields of Request
    more = {"apply": False, **more}
    request = Request(paths=tuple(module / path for path in paths), jobs=1, **more)
    return run(request, registry=REGISTRY)


def known(module: Path, name: str = "known.json", **more: Any) -> Path:  # noqa: ANN401 - the same
    """A baseline of what is found now."""
    result = checked(module, use_baseline=False, **more)
    file = module / name
    file.parent.mkdir(exist_ok=True)
    contents = {f.path: (module / f.path).read_bytes() for f in result.findings}
    keys = [key_of(f, result.root, contents[f.path]) for f in result.findings]
    write_baseline(file, keys)
    return file


def new(result: RunResult) -> list[Finding]:
    return [finding for finding in result.findings if finding.status is not Status.SUPPRESSED]


DIFFERENT = [
    pytest.param(BODY.replace("\tb()", "\tb()\n\tb()"), 1, id="one more"),
    pytest.param(BODY + "\ta()\n\ta()\n", 2, id="two more"),
]


@pytest.mark.parametrize(("body", "count"), DIFFERENT)
def test_more_than_is_known(module: Path, body: str, count: int) -> None:
    file = known(module)
    put(module, body)
    assert len(new(checked(module, baseline=file))) == count


def test_the_same_in_another_file_or_of_another_codemod_is_new(module: Path) -> None:
    file = known(module)
    (module / "a.go").rename(module / "b.go")
    assert len(new(checked(module, baseline=file))) == 3
    (module / "b.go").rename(module / "a.go")
    text = file.read_text().replace("a-to-b", "x-to-y")
    file.write_text(text)
    assert len(new(checked(module, baseline=file))) == 2


def test_apply_fixes_what_is_known(module: Path) -> None:
    file = known(module)
    (module / ".gofixmap.toml").write_text('baseline = "known.json"\n')
    assert checked(module, apply=True).after
    assert checked(module, apply=True, baseline=file).after
    assert new(checked(module, use_baseline=False))
    assert not new(checked(module))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(BODY, id="the same"),
        pytest.param("\n\t// words\n\n" + BODY, id="lines have moved"),
        pytest.param("\tif y {\n\t\ta()\n\t\ta()\n\t\tb()\n\t}\n", id="indented"),
        pytest.param("\ta()\n", id="two are gone"),
    ],
)
def test_known(module: Path, body: str) -> None:
    file = known(module)
    put(module, body)
    result = checked(module, baseline=file)
    assert new(result) == []
    assert result.baseline == str(file)
    for finding in result.findings:
        assert (finding.reason_id, finding.fix) == ("baseline", None)
        assert finding.reason == f"known in {file}"


def test_a_baseline_below_the_root_and_a_run_of_a_part(module: Path) -> None:
    put(module, BODY, "inner/b.go")
    file = known(module, "ci/known.json")
    assert '"path": "../inner/b.go"' in file.read_text()
    assert not new(checked(module, baseline=file))
    assert not new(checked(module, ("inner",), baseline=file))
    (module / "inner" / "go.mod").write_text("module example.com/inner\n")
    assert not new(checked(module, ("inner",), baseline=file))


def test_what_is_gone(module: Path) -> None:
    put(module, BODY, "inner/b.go")
    file = known(module)
    put(module, "\ta()\n")
    result = checked(module, baseline=file)
    assert result.fixed_known == (f"2 findings are gone, which {file} knows",)
    assert checked(module, ("inner",), baseline=file).fixed_known == ()
    assert checked(module, baseline=file, select=("b-to-c",)).fixed_known == (
        f"1 finding is gone, which {file} knows",
    )
    assert checked(module, baseline=file, targets=("example.com/m.f",)).fixed_known == ()
    assert checked(module, baseline=file, changed_lines={"a.go": ((1, 9),)}).fixed_known == ()
    (module / "inner" / "b.go").unlink()
    (gone,) = checked(module, baseline=file).fixed_known
    assert gone.startswith("5 findings are gone")


def test_of_a_configuration(module: Path) -> None:
    known(module)
    config = module / ".gofixmap.toml"
    config.write_text('baseline = "known.json"\n')
    result = checked(module)
    assert (new(result), result.baseline) == ([], "known.json")
    assert {finding.reason for finding in result.findings} == {"known in known.json"}


@pytest.mark.parametrize("value", ["1", '"/etc/passwd"', '"../x.json"', '""', '["a"]'])
def test_a_configuration_names_a_file_of_its_own_folder(module: Path, value: str) -> None:
    (module / ".gofixmap.toml").write_text(f"baseline = {value}\n")
    with pytest.raises(UsageError, match="'baseline' must be a file in the folder") as caught:
        checked(module)
    assert caught.value.where.endswith(".gofixmap.toml:1")


BROKEN = [
    ("{", "not JSON", ":1"),
    ('{\n"schema": 1,\n<<<<<<< HEAD\n', "not JSON", ":3"),
    ("[" * 100_000, "not JSON", ""),
    (b"\xff\xff", "not JSON", ""),
    ("[]", "no list of findings", ""),
    ('{"schema": 1, "findings": {}}', "no list of findings", ""),
    ('{"schema": 2, "findings": []}', "schema 2", ""),
    ('{"schema": 1, "findings": [1]}', "finding 1 of the baseline", ""),
    ('{"schema": 1, "findings": [{"path": 1, "codemod": "", "text": ""}]}', "finding 1", ""),
]


@pytest.mark.parametrize(("text", "what", "line"), BROKEN)
def test_no_baseline(module: Path, text: str | bytes, what: str, line: str) -> None:
    file = module / "known.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError, match=what) as caught:
        checked(module, baseline=file)
    assert caught.value.where == f"{file}{line}"


@pytest.mark.parametrize("count", [0, -1, True, "1", 1.5])
def test_counts(module: Path, count: object) -> None:
    file = known(module)
    table = json.loads(file.read_text())
    table["findings"][0]["count"] = count
    file.write_text(json.dumps(table))
    with pytest.raises(UsageError, match="and a count"):
        read_baseline(file)


def test_what_cannot_be_read(module: Path) -> None:
    with pytest.raises(UsageError, match="No such file") as caught:
        checked(module, baseline=module / "none.json")
    assert "--write-baseline" in caught.value.hint
    os.mkfifo(module / "fifo")
    for odd in ("fifo", "."):
        with pytest.raises(UsageError, match="not a regular file"):
            checked(module, baseline=module / odd)


def test_entries_are_sorted_and_stand_a_line_each(tmp_path: Path) -> None:
    keys = [Key(f"{tmp_path}/{path}", codemod, "x") for path in "ba" for codemod in "zy"]
    lines = render_baseline([*keys, keys[0]], tmp_path).splitlines()
    entries = [json.loads(line.strip().rstrip(",")) for line in lines[3:-2]]
    assert [(each["path"], each["codemod"], each["count"]) for each in entries] == [
        ("a", "y", 1),
        ("a", "z", 1),
        ("b", "y", 1),
        ("b", "z", 2),
    ]
    assert render_baseline([], tmp_path) == '{\n  "schema": 1,\n  "findings": []\n}\n'


def test_what_two_branches_add_is_summed(module: Path) -> None:
    file = known(module)
    table = json.loads(file.read_text())
    table["findings"] *= 2
    file.write_text(json.dumps(table))
    assert set(read_baseline(file).known.values()) == {4, 2}

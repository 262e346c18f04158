"""Configuration files and the command line, seen from what a run does."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_toys import REGISTRY, go_run, tree

from gofixmap.engine import Request, run
from gofixmap.errors import UsageError

CALLS = "package m\n\nfunc f() { a(); r(); d(); n(); x() }\n"


def named(root: Path, **more: object) -> list[str]:
    """The codemods with a finding, in a run that selects none."""
    return sorted({finding.codemod for finding in go_run(root, apply=False, **more).findings})


def configured(tmp_path: Path, config: str, **files: str) -> Path:
    return tree(tmp_path, {".gofixmap.toml": config, "a.go": CALLS, **files})


def test_select_and_ignore(tmp_path: Path) -> None:
    root = configured(tmp_path, 'select = ["a-to-b", "declines", "review"]\nignore = ["review"]\n')
    assert named(root) == ["a-to-b", "declines"]
    assert named(root, ignore=("declines",)) == ["a-to-b"]
    assert named(root, select=("review",)) == ["review"]


def test_the_tier_of_the_file_and_of_the_command_line(tmp_path: Path) -> None:
    root = configured(tmp_path, 'select = ["review"]\nsafety = "review"\n')
    assert b"s()" in go_run(root).after["a.go"]
    assert go_run(root, safety=0).after == {}


def test_targets_of_the_file(tmp_path: Path) -> None:
    root = configured(tmp_path, 'select = ["design"]\ntargets = ["m.f"]\n')
    assert b"e()" in go_run(root).after["a.go"]


def test_a_target_that_is_not_there_names_the_file(tmp_path: Path) -> None:
    root = configured(tmp_path, 'targets = ["m.g"]\n')
    with pytest.raises(UsageError, match=r"\.gofixmap\.toml: nothing is named 'm\.g'") as caught:
        go_run(root)
    assert caught.value.hint.endswith(" Where it is gone, take it out of targets")


def test_a_target_of_the_file_may_lie_in_what_the_run_does_not_look_at(tmp_path: Path) -> None:
    root = configured(tmp_path, 'targets = ["m.f"]\n', **{"sub/b.go": "package sub\n"})
    result = run(Request(paths=(root / "sub",), jobs=1), registry=REGISTRY)
    assert result.problems == ()
    with pytest.raises(UsageError, match=r"nothing is named 'm\.f'"):
        run(Request(paths=(root / "sub",), jobs=1, targets=("m.f",)), registry=REGISTRY)
    (root / "a.go").write_text("package m\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"\.gofixmap\.toml: nothing is named 'm\.f'"):
        go_run(root)


def test_options_of_the_file_and_of_the_command_line(tmp_path: Path) -> None:
    config = 'select = ["elsewhere"]\n[options.elsewhere]\npath = "b.go"\nloud = true\n'
    root = configured(tmp_path, config, **{"b.go": "package m\n"})
    assert go_run(root).after["b.go"] == b"// HEY\npackage m\n"
    quiet = go_run(root, options={"elsewhere.loud": "false"})
    assert quiet.after["b.go"] == b"// hey\npackage m\n"


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"elsewhere.pth": "x"}, "elsewhere has no option 'pth' (did you mean path?)"),
        ({"elswhere.path": "x"}, "no codemod named 'elswhere' (did you mean elsewhere?)"),
        ({"elsewhere.at": "x"}, "elsewhere.at: 'x' is not a whole number"),
    ],
)
def test_options_that_do_not_exist(tmp_path: Path, options: dict[str, str], what: str) -> None:
    with pytest.raises(UsageError) as caught:
        go_run(tree(tmp_path, {}), options=options)
    assert str(caught.value) == what


def test_each_file_has_its_own_settings(tmp_path: Path) -> None:
    config = (
        'select = ["a-to-b"]\n[[overrides]]\npaths = ["old/**", "*_x.go"]\nignore = ["a-to-b"]\n'
    )
    text = "package p\n\nfunc f() { a() }\n"
    root = configured(tmp_path, config, **{"old/o.go": text, "b_x.go": text, "p/p.go": text})
    (root / "p" / ".gofixmap.toml").write_text('select = ["b-to-c"]\n')
    assert set(go_run(root).after) == {"a.go"}


def test_one_file_for_all(tmp_path: Path) -> None:
    root = configured(tmp_path, 'selekt = ["a-to-b"]\n')
    other = tmp_path / "other.toml"
    other.write_text('select = ["a-to-b"]\nexclude = ["a.go"]\n')
    request = Request(paths=(root,), config_file=other, jobs=1)
    assert run(request, registry=REGISTRY).summary.files == 0
    with pytest.raises(UsageError, match=r"\.gofixmap\.toml:1: 'selekt' is no setting"):
        go_run(root)


def test_a_broken_file_in_a_folder_stops_the_run(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": CALLS, "p/p.go": CALLS, "p/.gofixmap.toml": "= 1\n"})
    with pytest.raises(UsageError, match=r"p/\.gofixmap\.toml: not valid TOML"):
        go_run(root)

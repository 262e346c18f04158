"""The workflow: valid by the published schema, and its commands do what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from git_kit import git

from gofixmap.errors import UsageError
from gofixmap.scaffold import workflow
from gofixmap.scaffold.ci import PATH

ROOT = Path(__file__).resolve().parent.parent.parent
VARIANTS = [
    workflow(),
    workflow("release/1.x", "services/shop/", "gofixmap==0.1.0"),
    workflow("master", "", "git+https://example.com/gofixmap@v1"),
    workflow(action="example/gofixmap@v1"),
    workflow(folder="services/shop", action="example/gofixmap/sub@0123abc"),
]


@pytest.mark.parametrize("files", VARIANTS)
def test_the_published_schema_accepts_it(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "w.yml").write_bytes(files[PATH])
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*checker, "vendor.github-workflows", "w.yml"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_is_one_that_refuses(tmp_path: Path) -> None:
    (tmp_path / "w.yml").write_bytes(workflow()[PATH].replace(b"runs-on", b"runs_on"))
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run([*checker, "vendor.github-workflows", "w.yml"], cwd=tmp_path)
    assert done.returncode == 1


def test_nothing_is_left_to_fill_in() -> None:
    for files in VARIANTS:
        assert not re.search(rb"@[a-z]+@", files[PATH])


def test_a_module_below_the_top() -> None:
    text = workflow(folder="services/shop/")[PATH].decode()
    assert text.count("working-directory: services/shop/\n") == 2
    assert text.count("go-version-file: services/shop/go.mod\n") == 2
    assert "working-directory" not in workflow()[PATH].decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("main]\nx", "", "gofixmap"),
        ("", "", "gofixmap"),
        ("main", "../x", "gofixmap"),
        ("main", "a b", "gofixmap"),
        ("main", "", "a'; rm -rf /"),
        ("main", "", ""),
    ],
)
def test_names_that_would_be_read_otherwise(arguments: tuple[str, str, str]) -> None:
    with pytest.raises(UsageError):
        workflow(*arguments)


def test_the_action_takes_the_place_of_its_steps() -> None:
    text = workflow(folder="services/shop", action="example/gofixmap@v1")[PATH].decode()
    assert text.count("working-directory: services/shop/\n") == 3
    assert "pip install" not in text
    steps = workflow()[PATH].decode()
    assert text.splitlines()[:16] == steps.splitlines()[:16]
    inputs = (ROOT / "action.yml").read_text()
    for name in re.findall(
        r"^          ([\w-]+): ", text.partition("example/gofixmap@v1")[2], re.M
    ):
        assert f"\n  {name}:\n" in inputs
    for action in ("gofixmap", "a/b", "a/b@v1\n", "a b/c@d"):
        with pytest.raises(UsageError, match="OWNER/REPOSITORY@REVISION"):
            workflow(action=action)


def script() -> str:
    """The commands of the step that runs gofixmap, as the runner gives them to bash."""
    text = workflow()[PATH].decode()
    found = re.search(r"        run: \|\n((?:          .*\n)+)", text)
    assert found is not None
    return "".join(line[10:] for line in found[1].splitlines(keepends=True))


@pytest.mark.parametrize(
    ("base", "code", "found"), [("main", 1, "New"), ("", 1, "Old"), ("nope", 2, "")]
)
def test_its_step_in_a_checkout(base: str, code: int, found: str, tmp_path: Path) -> None:
    """Only the lines of a pull request; all of a branch; a base that is not there ends it."""
    repository = tmp_path / "checkout"
    repository.mkdir()
    (repository / "go.mod").write_text("module example.com/app\n\ngo 1.24\n")
    old = (
        "package app\n\ntype user struct{ age int }\n\nvar users = map[string]user{}\n\n"
        'func Old() { users["a"].age++ }\n'
    )
    (repository / "app.go").write_text(old)
    git(repository, "init", "-q", "-b", "topic")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "before")
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    (repository / "app.go").write_text(old + '\nfunc New() { users["b"].age++ }\n')
    git(repository, "commit", "-qam", "after")
    program = Path(sys.executable).parent
    environment = {
        "PATH": f"{program}:/usr/bin:/bin",
        "BASE": base,
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ENV": str(tmp_path / "env"),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script()], cwd=repository, env=environment
    )
    assert (done.returncode != 0) == (code == 2)
    assert (tmp_path / "env").read_text() == f"status={code}\n"
    if code == 2:
        return
    report = (tmp_path / "gofixmap.sarif").read_text()
    assert found in report
    assert (f'"{"example.com/app.Old"}"' in report) == (base == "")

"""The composite action: valid by the published schema, its steps run as the runner runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from git_kit import git

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step.get("name") or step["id"]: step for step in ACTION["runs"]["steps"]}
OLD = (
    "package app\n\ntype user struct{ age int }\n\nvar users = map[string]user{}\n\n"
    'func Old() { users["a"].age++ }\n'
)
NEW = '\nfunc New() { users["b"].age++ }\n'


class Runner:
    """Gives the steps what GitHub's runner gives them."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.checkout = folder / "checkout"
        self.output = folder / "output"
        self.output.touch()
        self.values = {f"inputs.{name}": each["default"] for name, each in ACTION["inputs"].items()}
        self.values |= {f"inputs.{name.replace('_', '-')}": text for name, text in inputs.items()}
        self.values |= {
            "steps.python.outputs.python-path": sys.executable,
            "inputs.version || github.action_path": self.values["inputs.version"] or str(ROOT),
        }

    def use_this_gofixmap(self) -> None:
        """In place of the step that installs it, which needs the package index."""
        programs = self.temp / "gofixmap" / "bin"
        programs.mkdir(parents=True)
        (programs / "gofixmap").symlink_to(Path(sys.executable).with_name("gofixmap"))

    def run(self, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        step = STEPS[name]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.temp),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_ACTIONS": "true",
            **{name: self.filled(text) for name, text in step["env"].items()},
            **more,
        }
        folder = self.checkout / self.filled(step.get("working-directory", "."))
        script = self.temp / "step.sh"
        script.write_text(self.filled(step["run"]))
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )

    def filled(self, text: str) -> str:
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda match: self.values[match[1]], text)

    def outputs(self) -> dict[str, str]:
        lines = self.output.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


def put(checkout: Path, text: str, folder: str = ".") -> None:
    place = checkout / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / "go.mod").write_text("module example.com/app\n\ngo 1.24\n")
    (place / "app.go").write_text(text)


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository with a branch main and, one commit on, a branch topic."""
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init", "-q", "-b", "main")
    for folder in (".", "inner"):
        put(origin, OLD, folder)
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "before")
    git(origin, "checkout", "-qb", "topic")
    for folder in (".", "inner"):
        put(origin, OLD + NEW, folder)
    git(origin, "commit", "-qam", "after")
    git(origin, "checkout", "-q", "main")
    (origin / "more.txt").write_text("others go on\n")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "more")
    git(origin, "checkout", "-q", "topic")
    return origin


def checked_out(origin: Path, runner: Runner, *, depth: int = 0) -> None:
    """As actions/checkout leaves it; by default with one commit."""
    options = ("--depth", str(depth)) if depth else ()
    git(origin, "clone", "-q", *options, f"file://{origin}", str(runner.checkout))


def test_the_published_schema_accepts_it() -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*checker, "vendor.github-actions", ROOT / "action.yml"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_input_becomes_part_of_a_script() -> None:
    """Who can name a branch could otherwise run what they like."""
    scripts = [step["run"] for step in STEPS.values() if "run" in step]
    assert len(scripts) == 3
    assert not any("${{" in script for script in scripts)
    expressions = re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text())
    assert set(expressions) == set(ACTION["inputs"])


REFUSED = [
    pytest.param({"format": "sarif; touch evil"}, {}, "there is no format", id="format"),
    pytest.param({"diff_base": "nope"}, {}, "git knows no such commit", id="base"),
    pytest.param({"args": "--none"}, {}, "No such option", id="option"),
    pytest.param({"args": "gone"}, {}, "no such file", id="path"),
]


@pytest.mark.parametrize(("inputs", "more", "says"), REFUSED)
def test_what_cannot_be_checked_ends_the_job(
    inputs: dict[str, str], more: Mapping[str, str], says: str, origin: Path, tmp_path: Path
) -> None:
    runner = Runner(tmp_path, **inputs)
    runner.use_this_gofixmap()
    checked_out(origin, runner)
    ran = runner.run("gofixmap check", **more)
    assert ran.returncode == 2
    assert says in ran.stderr
    assert runner.outputs() == {}
    assert not list(tmp_path.rglob("evil"))


CHECKED = [
    pytest.param({}, {}, 0, 1, "Old", id="all lines of a push"),
    pytest.param({"diff_base": "none"}, {"GITHUB_BASE_REF": "main"}, 0, 1, "Old", id="asked for"),
    pytest.param({}, {"GITHUB_BASE_REF": "main"}, 0, 1, "New", id="pull request"),
    pytest.param({}, {"GITHUB_BASE_REF": "main"}, 1, 1, "New", id="pull request, one commit"),
    pytest.param({"diff_base": "HEAD~1"}, {}, 0, 1, "New", id="a revision"),
    pytest.param({"diff_base": "HEAD"}, {}, 0, 0, "", id="nothing new"),
    pytest.param({"working_directory": "inner"}, {}, 0, 1, "inner", id="a folder"),
    pytest.param({"args": " -s  nil-map\n  app.go\n"}, {}, 0, 0, "", id="options over lines"),
    pytest.param({"args": "$(touch evil) `touch evil` *"}, {}, 0, 2, "", id="no shell"),
]


@pytest.mark.parametrize(("inputs", "more", "depth", "code", "found"), CHECKED)
def test_its_steps_in_a_checkout(
    inputs: dict[str, str],
    more: Mapping[str, str],
    depth: int,
    code: int,
    found: str,
    origin: Path,
    tmp_path: Path,
) -> None:
    runner = Runner(tmp_path, **inputs)
    runner.use_this_gofixmap()
    checked_out(origin, runner, depth=depth)
    ran = runner.run("gofixmap check", **more)
    assert not list(tmp_path.rglob("evil"))
    if code == 2:
        assert ran.returncode == 2
        return
    assert ran.returncode == 0, ran.stderr
    outputs = runner.outputs()
    assert outputs["exit-code"] == str(code)
    report = Path(outputs["report"]).read_text()
    assert '"version": "2.1.0"' in report
    symbols = set(re.findall(r"example\.com/app\.(Old|New)", report))
    if found in ("Old", "New"):
        assert symbols == ({"New"} if found == "New" else {"Old", "New"})
    if found == "inner":
        assert '"uri": "inner/app.go"' in report
    runner.values["steps.check.outputs.exit-code"] = outputs["exit-code"]
    assert runner.run("Fail where there are findings").returncode == code


def test_the_merge_that_a_pull_request_is_checked_out_at(origin: Path, tmp_path: Path) -> None:
    """actions/checkout fetches one commit, the merge of the branch into main, and no branch."""
    runner = Runner(tmp_path)
    runner.use_this_gofixmap()
    git(origin, "checkout", "-q", "main")
    (origin / "inner" / "late.go").write_text("package app\n\n" + NEW.replace("New", "Theirs"))
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "what others have done")
    git(origin, "checkout", "-q", "--detach")
    git(origin, "merge", "-q", "-m", "merge", "topic")
    git(origin, "update-ref", "refs/pull/1/merge", "HEAD")
    git(origin, "checkout", "-q", "topic")
    runner.checkout.mkdir()
    git(runner.checkout, "init", "-q")
    git(runner.checkout, "remote", "add", "origin", f"file://{origin}")
    merge = "+refs/pull/1/merge:refs/remotes/pull/1/merge"
    git(runner.checkout, "fetch", "-q", "--no-tags", "--depth=1", "origin", merge)
    git(runner.checkout, "checkout", "-q", "--detach", "refs/remotes/pull/1/merge")
    ran = runner.run("gofixmap check", GITHUB_BASE_REF="main")
    assert ran.returncode == 0, ran.stderr
    report = Path(runner.outputs()["report"]).read_text()
    assert set(re.findall(r"example\.com/app\.(\w+)", report)) == {"New"}


@pytest.mark.parametrize(
    ("style", "said"),
    [("github", "::warning file=app.go,line=7,"), ("html", "app.go:7:")],
)
def test_other_formats(style: str, said: str, origin: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path, format=style, args="-s map-writeback")
    runner.use_this_gofixmap()
    checked_out(origin, runner)
    ran = runner.run("gofixmap check")
    assert ran.returncode == 0, ran.stderr
    assert said in ran.stdout
    assert Path(runner.outputs()["report"]).stat().st_size > 100


@pytest.mark.network
def test_installed_from_its_own_folder(origin: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    copy = tmp_path / "action"
    ignored = shutil.ignore_patterns(
        ".git", ".*_cache", ".hypothesis", "*.egg-info", "node_modules"
    )
    shutil.copytree(ROOT, copy, ignore=ignored)
    runner.values["inputs.version || github.action_path"] = str(copy)
    checked_out(origin, runner)
    ran = runner.run("Install gofixmap")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    ran = runner.run("gofixmap check", GITHUB_BASE_REF="main")
    assert ran.returncode == 0, ran.stderr
    assert runner.outputs()["exit-code"] == "1"

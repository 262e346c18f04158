"""What a shell asks and gets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GOFIXMAP = Path(sys.executable).parent / "gofixmap"


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GOFIXMAP, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _completed(words: str) -> list[str]:
    """The values that bash is given for the last word of a line."""
    asked = _run(
        _GOFIXMAP_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" "))
    )
    assert asked.returncode == 0, asked.stderr
    return [line.partition(",")[2] for line in asked.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("gofixmap expl", ["explain"]),
        ("gofixmap apply --verify-s", ["--verify-seconds"]),
        ("gofixmap apply --verify t", ["test"]),
        ("gofixmap explain map-w", ["map-writeback"]),
        ("gofixmap check -s map-w", ["map-writeback"]),
        ("gofixmap check -s loopvar,map-w", ["loopvar,map-writeback"]),
        (
            "gofixmap check --option map-writeback.missing",
            ["map-writeback.missing=insert", "map-writeback.missing=skip"],
        ),
        ("gofixmap check -s nothing-like-it", []),
        ("gofixmap nothing-like-it", []),
    ],
)
def test_words(words: str, values: list[str]) -> None:
    assert _completed(words) == values


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(shell: str) -> None:
    by_name, by_environment = _run("completion", shell), _run("completion", SHELL=f"/bin/{shell}")
    assert by_name.returncode == by_environment.returncode == 0
    assert by_name.stdout == by_environment.stdout
    assert f"_GOFIXMAP_COMPLETE={shell}_complete" in by_name.stdout


def test_an_unknown_shell_is_named() -> None:
    asked = _run("completion", SHELL="/bin/tcsh")
    assert asked.returncode == 2
    assert asked.stderr == (
        "gofixmap: cannot tell which shell this is (tcsh) (name one of bash, zsh, fish)\n"
    )


def test_bash_takes_the_script_and_completes(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    lines = f"""
        eval "$({GOFIXMAP} completion bash)"
        COMP_WORDS=(gofixmap explain sync-m) COMP_CWORD=2 COMP_LINE="gofixmap explain sync-m"
        _gofixmap_completion {GOFIXMAP} sync-m explain
        echo "${{COMPREPLY[@]}}"
    """
    run = subprocess.run([bash, "-c", lines], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("sync-map\n", "")

"""The README's two commands have the shape that people, and .ci/run, rely on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from gofixmap.registry import installed

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _quick_start() -> list[str]:
    """The `sh` blocks of the section "Quick start"."""
    (section,) = re.findall(r"^## Quick start\n(.*?)(?=^## )", README, re.MULTILINE | re.DOTALL)
    return re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def test_quick_start_is_the_first_section() -> None:
    assert re.findall(r"^## (.*)$", README, re.MULTILINE)[0] == "Quick start"


def test_the_first_command_installs_and_shows_the_dry_run() -> None:
    first = _quick_start()[0]
    assert "-m venv" in first
    assert "pip install" in first
    assert first.strip().endswith("gofixmap apply --dry-run examples/shop")


def test_the_second_command_installs_the_test_extra_and_runs_the_tests() -> None:
    second = _quick_start()[1]
    assert "-m venv" in second
    assert re.search(r"pip install -q -e '\.\[test\]' && \S*pytest -n auto$", second.strip())


def test_ci_runs_the_second_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    (program,) = re.findall(r"command=\$\(awk '(.*?)' README\.md\)", script, re.DOTALL)
    awk = ["awk", program, "README.md"]
    found = subprocess.run(awk, cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == _quick_start()[1]
    assert 'bash -euo pipefail -c "$command"' in script


def test_every_codemod_is_listed() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for name in installed().names:
        assert f"| [{name}](docs/rules/{name}.md) |" in README
        assert f"- [{name}](rules/{name}.md)" in index


def test_every_page_is_in_the_index() -> None:
    docs = ROOT / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    for page in docs.rglob("*.md"):
        name = page.relative_to(docs).as_posix()
        assert name == "index.md" or f"]({name})" in index


def test_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "examples/shop/README.md"]
    for page in pages:
        prose = re.sub(r"(`+).*?\1", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in re.findall(r"\]\(([^)#:]+)\)", prose):
            assert (page.parent / link).exists(), f"{page}: {link}"

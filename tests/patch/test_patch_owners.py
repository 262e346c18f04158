"""CODEOWNERS as GitHub and GitLab document it, near misses first."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from gofixmap.errors import UsageError
from gofixmap.patch.owners import MAX_RULES, Dialect, Owners, parse_owners, read_owners

HUB, LAB = Dialect.GITHUB, Dialect.GITLAB


def parsed(text: str, dialect: Dialect) -> Owners:
    return parse_owners(text.encode(), "CODEOWNERS", dialect)


@pytest.mark.parametrize(
    ("pattern", "path", "hub", "lab"),
    [
        # near misses
        ("*.js", "a/b.jsx", False, False),
        ("/docs/", "a/docs/x", False, False),
        ("/docs/", "docs", False, False),
        ("docs/*", "docs/build/x.md", False, False),
        ("docs/x.md", "docs/x.md.bak", False, False),
        ("/a", "b/a", False, False),
        ("a?c", "a/c", False, False),
        ("*", "", False, False),
        ("/Docs/", "docs/x", False, False),
        ("/a/**/b", "a/bb", False, False),
        ("**/logs", "deeper/logsx/y", False, False),
        (r"/a\*", "ab", False, False),
        # both
        ("*", "a/b/c", True, True),
        ("*.js", "a/b.js", True, True),
        ("/docs/", "docs/a/b", True, True),
        ("docs/", "a/docs/b", True, True),
        ("docs/*", "docs/x.md", True, True),
        ("/docs/**/*.md", "docs/x.md", True, True),
        ("/docs/**/*.md", "docs/a/b/x.md", True, True),
        ("/a/**/b", "a/b", True, True),
        ("/a/**/b", "a/x/y/b", True, True),
        ("**/logs/", "x/logs/y", True, True),
        (r"/with\ space/", "with space/x", True, True),
        ("/a*b*c*d", "aXbXbXcdXd", True, True),
        (r"/a\*", "a*", True, True),
        ("a.*", "z/a.go", True, True),
        # where they differ
        ("docs/x.md", "a/docs/x.md", False, True),
        ("/apps/github", "apps/github/x", True, False),
        ("docs", "a/docs/b/c", True, False),
        ("**/logs", "deeper/logs/y", True, False),
        ("/x/**", "x/a/b", True, False),
        ("/[ab].go", "a.go", False, True),
        ("/[!ab].go", "a.go", False, False),
        ("/[!ab].go", "c.go", False, True),
        ("/[a-c]x", "bx", False, True),
        (r"\#a", "#a", False, True),
    ],
)
def test_patterns(pattern: str, path: str, hub: bool, lab: bool) -> None:
    for dialect, expected in ((HUB, hub), (LAB, lab)):
        assert bool(parsed(f"{pattern} @a", dialect).of(path)) is expected, dialect


def test_the_last_match_wins_and_may_be_nobody() -> None:
    found = parsed("* @all @b\n/apps/ @octo\n/apps/github\n# /apps/ @no\n", HUB)
    assert found.of("x.go") == ("@all", "@b")
    assert found.of("apps/x.go") == ("@octo",)
    assert found.of("apps/github/x.go") == ()


def test_github_reads_comments_behind_a_rule_and_leaves_wrong_lines_out() -> None:
    text = (
        "* @a # and @b\n!x @c\n/y/[a] @c\n/z someone @c\n\\#q @c\n/mail/ me@example.com\r\n/ @q\n"
    )
    found = parsed(text, HUB)
    assert found.of("x/y") == ("@a",)
    assert found.of("z") == ("@a",)
    assert found.of("mail/x") == ("me@example.com",)
    assert [each.split(":")[1] for each in found.problems] == ["2", "3", "4", "5", "7"]


def test_sections_of_gitlab_add_up() -> None:
    text = (
        "* @admin\n[README Owners]\nREADME.md @u1 @u2\ninternal/README.md @u4\n"
        "[README other owners]\nREADME.md @u3\n"
    )
    found = parsed(text, LAB)
    assert found.of("README.md") == ("@admin", "@u1", "@u2", "@u3")
    assert found.of("internal/README.md") == ("@admin", "@u3", "@u4")


def test_default_owners_optional_sections_and_equal_names() -> None:
    text = (
        "[Docs][2] @docs\ndocs/\nREADME.md @me\n^[Go] @gophers\n*.go\n^[Maybe]\n/a/ @x\n[maybe]\n"
        "/b/ @@developer @g/sub/team\n[Nobody]\n/c/\n"
    )
    found = parsed(text, LAB)
    assert found.of("docs/x") == ("@docs",)
    assert found.of("README.md") == ("@me",)
    assert found.of("z/x.go") == ("@gophers",)  # nobody else
    assert found.of("a/x.go") == ("@x",)  # one of the two is required, so both are
    assert found.of("b/x") == ("@@developer", "@g/sub/team")
    assert found.of("c/x") == ()


def test_gitlab_excludes_for_good_and_in_its_section() -> None:
    text = "* @all\n!pom.xml\n/special/pom.xml @no\n[Ruby]\n*.rb @ruby\n!/config/**/*.rb\n"
    found = parsed(text, LAB)
    assert found.of("special/pom.xml") == ()
    assert found.of("config/a/b.rb") == ("@all",)
    assert found.of("x.rb") == ("@all", "@ruby")


def test_gitlab_has_no_comments_behind_a_rule() -> None:
    assert parsed("/a/ @x # asks @y", LAB).of("a/b") == ("@x", "@y")


@pytest.mark.parametrize(
    "line",
    ["[", "[]", "^[", "[a", "[a][", "\\", "/ @a", "!", "\x00 @a", "\x0b@", "[a]\\", "[]] @a"],
)
@pytest.mark.parametrize("dialect", [HUB, LAB])
def test_odd_lines_end_nothing(line: str, dialect: Dialect) -> None:
    found = parsed(f"{line}\n/x/ @x\n", dialect)
    assert found.of("x/y") == ("@x",)


def test_hostile_patterns_take_no_time() -> None:
    text = "".join(f"/{'*a' * 200}{n}b @x\n{'**/' * 200}z{n} @y\n" for n in range(20))
    started = time.process_time()
    for dialect in (HUB, LAB):
        found = parsed(text, dialect)
        for number in range(10):
            assert found.of("/".join(["a" * 250] * 20) + str(number)) == ()
    assert time.process_time() - started < 5


def test_limits() -> None:
    with pytest.raises(UsageError, match="rules"):
        parsed("a @a\n" * (MAX_RULES + 1), HUB)
    with pytest.raises(UsageError, match="3 MB"):
        parsed("#" * 3_000_001, HUB)


def write(top: Path, place: str, text: str) -> None:
    (top / place).parent.mkdir(exist_ok=True)
    (top / place).write_text(text)


def test_the_place_says_whose_it_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no CODEOWNERS"):
        read_owners(tmp_path)
    write(tmp_path, ".gitlab/CODEOWNERS", "* @lab")
    assert read_owners(tmp_path).dialect is LAB
    write(tmp_path, "docs/CODEOWNERS", "* @docs")
    assert (read_owners(tmp_path).dialect, read_owners(tmp_path).of("x")) == (HUB, ("@docs",))
    write(tmp_path, "CODEOWNERS", "[A] @a\n*\n")
    assert (read_owners(tmp_path).dialect, read_owners(tmp_path).of("x")) == (LAB, ("@a",))
    write(tmp_path, ".github/CODEOWNERS", "* @hub")
    assert read_owners(tmp_path).of("x") == ("@hub",)


def test_links_pipes_and_folders_are_passed_over(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("* @secret")
    top = tmp_path / "top"
    top.mkdir()
    (top / "CODEOWNERS").symlink_to(secret)
    (tmp_path / "elsewhere").mkdir()
    write(tmp_path, "elsewhere/CODEOWNERS", "* @elsewhere")
    (top / ".github").symlink_to(tmp_path / "elsewhere")
    (top / "docs").mkdir()
    os.mkfifo(top / "docs" / "CODEOWNERS")
    (top / ".gitlab" / "CODEOWNERS").mkdir(parents=True)
    with pytest.raises(UsageError, match="no CODEOWNERS"):
        read_owners(top)

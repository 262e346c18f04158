"""`.gofixmap.toml`: what it means, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from gofixmap.codemod import Codemod, Option, Safety
from gofixmap.config import MAX_BYTES, Config, ConfigTree, load, parse
from gofixmap.errors import UsageError
from gofixmap.registry import Registry


class Alpha(Codemod):
    name = "alpha"
    options: ClassVar = {
        "mode": Option("insert", "what to do", ("insert", "skip")),
        "limit": Option(3, "how many"),
        "loud": Option(False, "shout"),
    }


class Beta(Codemod):
    name = "beta"


REGISTRY = Registry([Alpha, Beta])


def config(text: str) -> Config:
    return parse(text, "/w/.gofixmap.toml", REGISTRY)


def test_an_empty_file_means_everything() -> None:
    settings = config("").settings("a.go")
    assert settings.runs("alpha")
    assert settings.safety is None
    assert not config("").excludes("a.go")


def test_all_settings() -> None:
    read = config(
        'select = ["alpha", "beta"]\nignore = ["beta"]\nsafety = "review"\n'
        'targets = ["cart.Store"]\nexclude = ["third_party/**"]\n'
        '[options.alpha]\nmode = "skip"\nlimit = 5\nloud = true\n'
    )
    settings = read.settings("a.go")
    assert (settings.runs("alpha"), settings.runs("beta")) == (True, False)
    assert settings.safety is Safety.REVIEW
    assert settings.options_of("alpha", {"mode": "insert", "other": 1}) == {
        "mode": "skip", "limit": 5, "loud": True, "other": 1,
    }  # fmt: skip
    assert read.targets == ("cart.Store",)
    assert read.excludes("third_party/x/a.go")


OVERRIDES = """
ignore = ["beta"]
[options.alpha]
mode = "skip"
[[overrides]]
paths = ["legacy/**"]
ignore = ["alpha"]
[[overrides]]
paths = ["legacy/new/**", "*_x.go"]
ignore = []
safety = "target"
[overrides.options.alpha]
limit = 9
"""


@pytest.mark.parametrize(
    ("path", "runs", "safety", "options"),
    [
        ("a.go", ["alpha"], None, {"mode": "skip"}),
        ("legacy/a.go", ["beta"], None, {"mode": "skip"}),
        ("legacy/new/a.go", ["alpha", "beta"], Safety.TARGET, {"mode": "skip", "limit": 9}),
        ("p/a_x.go", ["alpha", "beta"], Safety.TARGET, {"mode": "skip", "limit": 9}),
    ],
)
def test_later_overrides_win_key_by_key(
    path: str, runs: list[str], safety: Safety | None, options: dict[str, object]
) -> None:
    settings = config(OVERRIDES).settings(path)
    assert [name for name in REGISTRY.names if settings.runs(name)] == runs
    assert settings.safety is safety
    assert settings.options_of("alpha", {}) == options


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("\nselekt = []\n", 2, "'selekt' is no setting (did you mean select?)"),
        ("# selekt\nselekt = []\n", 2, "'selekt' is no setting"),
        ("codemods = ['./evil.py']\n", 1, "'codemods' is no setting"),
        ("zzzz = 1\n", 1, "'zzzz' is no setting (did you mean select, ignore"),
        ("select = ['alpa']\n", 1, "no codemod named 'alpa' (did you mean alpha?)"),
        ("ignore = 'alpha'\n", 1, "'ignore' must be a list of texts"),
        ("ignore = [1]\n", 1, "'ignore' must be a list of texts"),
        ("safety = 'high'\n", 1, "'safety' must be safe, review or target"),
        ("safety = 1\n", 1, "'safety' must be safe, review or target"),
        ("exclude = ['!']\n", 1, "'exclude' holds a glob that is not valid"),
        ("options = 3\n", 1, "'options' must be tables"),
        ("[options]\nalpha = 3\n", 2, "'alpha' must be a table: [options.alpha]"),
        ("[options.alpa]\n", 1, "no codemod named 'alpa'"),
        ("[options.alpha]\n\nmod = 'x'\n", 3, "alpha has no option 'mod' (did you mean mode?)"),
        ("[options.beta]\nmode = 'x'\n", 2, "beta has no option 'mode' (it has no options)"),
        ("[options.alpha]\nmode = 'x'\n", 2, "alpha.mode: 'x' is not one of insert, skip"),
        ("[options.alpha]\nlimit = true\n", 2, "alpha.limit: True is not a whole number"),
        ("[options.alpha]\nloud = 'maybe'\n", 2, "alpha.loud: 'maybe' is not true or false"),
        ("overrides = 1\n", 1, "'overrides' must be [[overrides]] tables"),
        ("[[overrides]]\nignore = []\n", 1, "an override needs paths"),
        ("[[overrides]]\npaths = ['x']\nexclude = []\n", 3, "'exclude' is no setting"),
    ],
)
def test_what_is_wrong_and_where(text: str, line: int, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        config(text)
    assert str(caught.value).startswith(f"/w/.gofixmap.toml:{line}: ")
    assert what in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        "select = [",
        "a = 1\na = 2\n",
        "x = " + "[" * 5000,
        "x = " + "9" * 5000,
        "\0",
        "x = 1e999999\n",
    ],
)
def test_hostile_toml_is_one_line(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        config(text)
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"# \xe9\n")
    for path, what in [
        (large, "larger than 256 KB"),
        (latin, "not UTF-8"),
        (tmp_path / "gone.toml", "No such file"),
        (tmp_path, "Is a directory"),
    ]:
        with pytest.raises(UsageError, match=what):
            load(path, REGISTRY)


def test_the_nearest_file_wins_whole(tmp_path: Path) -> None:
    (tmp_path / ".gofixmap.toml").write_text('ignore = ["alpha"]\nsafety = "review"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / ".gofixmap.toml").write_text('ignore = ["beta"]\n')
    tree = ConfigTree(REGISTRY)
    outer = tree.of_directory(str(tmp_path))
    nearest = tree.of_directory(str(inner))
    assert outer is not None
    assert nearest is not None
    assert not outer.settings("x.go").runs("alpha")
    assert nearest.settings("b/x.go").runs("alpha")
    assert nearest.settings("b/x.go").safety is None


def test_one_file_for_all(tmp_path: Path) -> None:
    (tmp_path / ".gofixmap.toml").write_text("selekt = 1\n")
    only = tmp_path / "other.toml"
    only.write_text('exclude = ["p/**"]\n')
    found = ConfigTree(REGISTRY, only, str(tmp_path)).of_directory(str(tmp_path))
    assert found is not None
    assert found.excludes("p/a.go")
    assert found.directory == str(tmp_path)


@pytest.mark.parametrize(("text", "value"), [("skip", "skip"), ("insert", "insert")])
def test_texts_of_the_command_line(text: str, value: str) -> None:
    assert Alpha.options["mode"].parse(text) == value
    assert Alpha.options["limit"].parse("12") == 12
    assert Alpha.options["loud"].parse("TRUE") is True

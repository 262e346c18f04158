"""What leaves a campaign as text: pages, tables, and the texts of pull requests."""

from __future__ import annotations

import csv
import io
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parent))
from export_kit import FILES, campaign, git, write

from gofixmap.campaign.burndown import Point
from gofixmap.campaign.chart import chart
from gofixmap.campaign.export import export_branches
from gofixmap.campaign.files import LIST, export_files
from gofixmap.campaign.model import Made, Refusal, ShardState
from gofixmap.campaign.page import render_page
from gofixmap.campaign.pulltext import code, commit_message, fenced, pull_text, title_of
from gofixmap.campaign.repository import Repository
from gofixmap.campaign.sheet import HEADS, render_sheet
from gofixmap.campaign.state import Store
from gofixmap.errors import UsageError
from gofixmap.model import Edit

EVIL = "<script>alert(1)</script>'\"&<!--]]>\x1b[31m\n=cmd|'/c calc'!A1"


pytestmark = pytest.mark.usefixtures("home")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(
            name.startswith("on") or name in ("style", "src", "href") for name, _ in attrs
        )

    def handle_data(self, data: str) -> None:
        self.words += data


def read_page(store: Store) -> _Tags:
    parser = _Tags()
    parser.feed(render_page(store, "1.0"))
    return parser


def test_hostile_text_is_text_on_the_page(store: Store) -> None:
    plain = read_page(store).tags
    entry = store.entries()[0]
    store.move(entry.shard.key, ShardState.CONFLICT, EVIL)
    store.note(entry.shard.key, {"branch": EVIL})
    page = read_page(store)
    assert "script" not in page.tags
    assert page.tags.count("style") == 1
    assert page.words.count("alert(1)") == 2
    assert "\x1b" not in page.words
    assert len(page.tags) - len(plain) < 20  # the reason and the branch, and nothing of the text
    assert "default-src 'none'" in render_page(store, "1.0")


def test_the_page_has_owners_shards_and_the_burndown(store: Store, root: Path) -> None:
    export_branches(store, Repository.around(root), "fix")
    page = read_page(store)
    assert page.tags.count("svg") >= 2
    for entry in store.entries():
        assert entry.shard.key in page.words
        assert entry.shard.owners[0] in page.words
        assert f"fix/{entry.shard.key}" in page.words


@pytest.mark.parametrize(
    "text", ["=1+1", " =1", "+1", "-1", "@x", "\t=1", "\uff1d1", "|x", "%x", "\u00a0=1", "\n=1"]
)
def test_no_cell_is_a_formula(store: Store, text: str) -> None:
    entry = store.entries()[0]
    store.move(entry.shard.key, ShardState.CONFLICT, text)
    rows = list(csv.DictReader(io.StringIO(render_sheet(store).decode())))
    assert rows[0]["reason"].startswith(("'", "\\"))
    assert all(row["owners"].startswith("'@") for row in rows)


def test_the_sheet_has_a_line_for_each_shard(store: Store, root: Path) -> None:
    done, _ = export_branches(store, Repository.around(root), "fix")
    rows = list(csv.DictReader(io.StringIO(render_sheet(store).decode())))
    assert tuple(rows[0]) == HEADS
    assert [(row["branch"], row["commit"]) for row in rows] == [(e.branch, e.commit) for e in done]
    assert [int(row["fixes"]) for row in rows] == [2, 1, 1]
    assert render_sheet(store).count(b"\r\n") == 4


def test_the_chart_holds_each_point_until_the_next() -> None:
    points = [
        Point(0.0, {ShardState.PLANNED: 4}, {ShardState.PLANNED: 1}),
        Point(50.0, {ShardState.PLANNED: 2, ShardState.MERGED: 2}, {}),
        Point(100.0, {ShardState.MERGED: 4}, {}),
    ]
    areas = {area.get("class"): area for area in chart(points).iter("polygon")}
    assert set(areas) == {"merged", "open"}
    xs = re.findall(r"([\d.]+),", areas["merged"].get("points") or "")
    assert min(map(float, xs)) == 60.0
    assert max(map(float, xs)) == 890.0
    assert [text.text for text in chart(points).iter("text")][:2] == ["0", "4"]


@pytest.mark.parametrize("points", [[], [Point(5.0, {ShardState.PLANNED: 1}, {})]])
def test_a_chart_of_little_is_a_chart(points: list[Point]) -> None:
    assert chart(points).tag == "svg"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("a", "`a`"),
        ("a`b", "`` a`b ``"),
        ("``", "``` `` ```"),
        (" a", "`  a `"),
        ("a\nb", "`a\\nb`"),
        ("", "`   `"),
    ],
)
def test_nothing_leaves_a_code_span(text: str, spelled: str) -> None:
    assert code(text) == spelled


def test_no_line_ends_a_fenced_block() -> None:
    first, inside, last = fenced(["``` \n```"])
    assert first == last == "````"
    assert "\n" not in inside


def test_the_text_says_what_why_whose_how_proven_and_how_to_repeat(store: Store) -> None:
    entry = next(e for e in store.entries() if e.shard.owners == ("@one",))
    shard, made = entry.shard, store.made(entry.shard.key)
    assert made is not None
    before = {file.path: store.content(file.before) for file in shard.files}
    refused = shard.fixes[1]
    reason = "the compiler refuses it: `x` @everyone fixes #1"
    made = Made(
        made.patch, made.after, "vet", "go1.27", ("p: no",), (Refusal(refused.key, reason),)
    )
    text = pull_text(store.campaign(), shard, made, before)
    assert f"# {code(title_of(shard, made))}" in text
    kept = shard.fixes[0].codemods[0]
    assert f"## {kept}: " in text
    assert f"## {refused.codemods[0]}: " not in text
    assert "- `@one`: " in text
    assert "type-checked and vetted with go1.27" in text
    assert f"gofixmap apply --select {kept} --safety review -- a/" in text
    assert f"git apply {shard.key}.patch" in text
    assert f": {code(reason)}" in text
    outside = re.sub(r"(`+).+?\1", "", text)
    assert "@" not in outside
    assert "#1" not in outside


def test_the_command_names_the_configuration_and_every_file_that_is_changed(store: Store) -> None:
    entry = next(e for e in store.entries() if e.shard.owners == ("@one",))
    made = store.made(entry.shard.key)
    assert made is not None
    first, *others = entry.shard.fixes
    (edit,) = {finding.path for finding in first.findings}
    fix = first.findings[0].fix
    assert fix is not None
    far = replace(fix, edits=(*fix.edits, Edit("far/off.go", 0, 0, "")))
    wide = replace(first, findings=tuple(replace(f, fix=far) for f in first.findings))
    shard = replace(entry.shard, fixes=(wide, *others))
    campaign = replace(store.campaign(), config="/etc/my rules.toml")
    text = pull_text(campaign, shard, made, {})
    assert "--config '/etc/my rules.toml' -- " in text
    (command,) = [line for line in text.splitlines() if line.startswith("gofixmap apply")]
    assert {edit, "far/off.go"} <= set(command.partition(" -- ")[2].split())


def test_a_message_counts_the_hunks_of_the_patch(store: Store) -> None:
    entry = next(e for e in store.entries() if e.shard.owners == ("@one",))
    made = store.made(entry.shard.key)
    assert made is not None
    count = made.patch.count(b"\n@@ ")
    assert f"files with {count} hunks." in commit_message("m", entry.shard, made)
    (path, *_) = made.after
    head = made.patch.index(b"--- a/", 1)
    less = replace(made, patch=made.patch[:head], after={path: made.after[path]})
    count = less.patch.count(b"\n@@ ")
    assert f"1 file with {count} hunk" in commit_message("m", entry.shard, less)


def test_a_message_is_the_same_each_time_and_names_refusals_of_nobody(store: Store) -> None:
    entry = store.entries()[0]
    made = store.made(entry.shard.key)
    assert made is not None
    message = commit_message("evil\nGofixmap-Shard: other", entry.shard, made)
    assert message == commit_message("evil\nGofixmap-Shard: other", entry.shard, made)
    assert message.count("\nGofixmap-Shard: ") == 1
    assert len(message.split("\n")[0]) <= 72


def test_files_of_somebody_else_are_not_overwritten(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    key = store.entries()[1].shard.key
    (folder / f"{key}.md").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not as an export has left it"):
        export_files(store, folder)
    assert [path.name for path in folder.iterdir()] == [f"{key}.md"]
    (folder / f"{key}.md").unlink()
    (folder / f"{key}.patch").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="no regular file"):
        export_files(store, folder)
    assert not (tmp_path / "elsewhere").exists()


def test_files_that_somebody_has_edited_are_kept(store: Store, tmp_path: Path) -> None:
    written, left = export_files(store, tmp_path / "out")
    assert (len(written), left) == (3, [])
    place = tmp_path / "out" / written[0].names[1]
    place.write_text("better words", encoding="utf-8")
    with pytest.raises(UsageError, match="not as an export has left it"):
        export_files(store, tmp_path / "out")
    assert place.read_text(encoding="utf-8") == "better words"


def test_a_second_export_of_files_changes_nothing_and_a_new_plan_renews_them(
    root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"

    def contents() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    with campaign(root, tmp_path / "state.db") as store:
        export_files(store, folder)
        first = contents()
        export_files(store, folder)
        assert contents() == first
        assert len(first) == 7
        assert LIST in first
    write(root, {"b/count.go": "// Package b counts.\n" + FILES["b/count.go"]})
    git(root, "commit", "-q", "-a", "-m", "words")
    with campaign(root, tmp_path / "state.db") as store:
        export_files(store, folder)
    again = contents()
    assert again.keys() == first.keys()
    assert again != first


def test_the_patches_together_are_the_campaign(store: Store, root: Path, tmp_path: Path) -> None:
    export_files(store, tmp_path / "out")
    for patch in sorted((tmp_path / "out").glob("*.patch")):
        git(root, "apply", str(patch))
    for entry in store.entries():
        made = store.made(entry.shard.key)
        assert made is not None
        assert {path: (root / path).read_bytes() for path in made.after} == made.after

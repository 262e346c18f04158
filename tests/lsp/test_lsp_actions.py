"""Code actions of the real server: quick fixes, fix all, ignore here, refactorings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsp_kit import Buffers, capabilities, editor, tree
from lsprotocol import types

CART = """package cart

type Item struct{ n int }

var items = map[string]Item{}

// é🙂 stands before it.
func add(k string) {
	items[k].n++
}
"""
TWO = (
    CART
    + """
func sub(k string) {
	items[k].n--
}
"""
)
MANY = "".join(f"\nfunc f{n}(k string) {{\n\titems[k].n++\n}}\n" for n in range(30))
CLEAN = "package clean\n\nfunc f() {}\n"
EMOJI = "\t/* \N{GRINNING FACE}é */ items[k].n++ // \N{GRINNING FACE}\n"
STORE = """package store

type Store struct {
	hits  int
	items map[string]int
}

func (s *Store) Add(k string) { s.items[k]++ }
"""
OTHER = """package store

func (s *Store) Get(k string) int { return s.items[k] }
"""
RECEIVER = """package counter

type Counter struct{ n int }

func (c Counter) Inc() { c.n++ }
"""
USES = """package counter

func fresh() *Counter { return &Counter{} }

func use() {
	counters := map[string]Counter{}
	c := counters["a"]
	c.Inc()
	counters["a"] = c
}
"""
SESSIONS = """package sessions

type Sessions struct {
	byID map[string]string
}

func NewSessions() *Sessions { return &Sessions{byID: make(map[string]string)} }

func (s *Sessions) Put(id, user string) { s.byID[id] = user }

func (s *Sessions) Get(id string) string { return s.byID[id] }
"""
FILES = {
    "sessions/sessions.go": SESSIONS,
    "cart/cart.go": CART,
    "two/two.go": TWO.replace("package cart", "package two"),
    "all/all.go": TWO.replace("package cart", "package all"),
    "save/save.go": TWO.replace("package cart", "package save"),
    "ignore/ignore.go": CART.replace("package cart", "package ignore"),
    "stale/stale.go": CART.replace("package cart", "package stale"),
    "bare/bare.go": CART.replace("package cart", "package bare"),
    "emoji/emoji.go": CART.replace("\titems[k].n++\n", EMOJI),
    "clean/clean.go": CLEAN,
    "moved/moved.go": "package moved\n\nvar items = map[string]int{}\n",
    "moved/use.go": 'package moved\n\nfunc use() { items["a"]++ }\n',
    "many/many.go": CART + MANY,
    "unused/unused.go": "package unused\n\n//gofixmap:ignore map-mutex one day\nfunc f() {}\n",
    "store/store.go": STORE,
    "store/other.go": OTHER,
    "counter/counter.go": RECEIVER,
    "counter/use.go": USES,
}
FIXED = """func add(k string) {
	item := items[k]
	item.n++
	items[k] = item
}
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Buffers]:
    async with editor(tree(tmp_path_factory.mktemp("shop"), FILES)) as found:
        yield found


def titles(actions: list[types.CodeAction], kind: str = "quickfix") -> list[str]:
    return [each.title for each in actions if str(each.kind).startswith(kind)]


async def test_nothing_is_offered_where_nothing_is_wrong(client: Buffers) -> None:
    client.visit("clean/clean.go")
    assert titles(await client.actions("clean/clean.go", "package")) == []


async def test_a_quick_fix(client: Buffers) -> None:
    client.visit("cart/cart.go")
    (diagnostic,) = await client.diagnostics("cart/cart.go")
    found = await client.actions("cart/cart.go", "items[k]", diagnostics=[diagnostic])
    assert titles(found) == [
        "Store the changed copy back into the map",
        "Ignore map-writeback here",
    ]
    fix = found[0]
    assert list(fix.diagnostics or ()) == [diagnostic]
    assert fix.is_preferred
    assert await client.choose(fix) == ""
    assert client.text("cart/cart.go") == CART[: CART.index("func")] + FIXED


async def test_the_cursor_chooses_among_findings(client: Buffers) -> None:
    client.visit("two/two.go")
    await client.diagnostics("two/two.go")
    elsewhere = await client.actions("two/two.go", "type Item")
    assert titles(elsewhere) == []
    here = await client.actions("two/two.go", "items[k].n--")
    await client.choose(here[0])
    text = client.text("two/two.go")
    assert "items[k].n++" in text
    assert "items[k].n--" not in text


async def test_a_named_diagnostic_is_enough(client: Buffers) -> None:
    """Some editors send the cursor and all diagnostics of its line."""
    client.visit("bare/bare.go")
    (diagnostic,) = await client.diagnostics("bare/bare.go")
    found = await client.actions("bare/bare.go", "}\n", diagnostics=[diagnostic])
    assert "Store the changed copy back into the map" in titles(found)


async def test_what_others_say_there_is_fixed_by_ours(client: Buffers) -> None:
    """gopls says that it does not compile; beside it ours is not shown."""
    client.visit("bare/bare.go")
    await client.diagnostics("bare/bare.go")
    here = client.span("bare/bare.go", "items[k].n")
    there = client.span("bare/bare.go", "type Item")
    own, other = (
        types.Diagnostic(at, "cannot assign", code="UnaddressableFieldAssign", source="compiler")
        for at in (here, there)
    )
    found = await client.actions("bare/bare.go", "items[k]", diagnostics=[own, other])
    assert [list(each.diagnostics or ()) for each in found[:2]] == [[own], [own]]


async def test_fix_all_of_a_codemod(client: Buffers) -> None:
    client.visit("all/all.go")
    await client.diagnostics("all/all.go")
    found = await client.actions("all/all.go", "items[k]", only=["quickfix"])
    (every,) = [each for each in found if each.title.startswith("Fix all 2")]
    assert every.title == "Fix all 2 findings of map-writeback in this file"
    assert await client.choose(every) == ""
    text = client.text("all/all.go")
    assert FIXED in text
    assert FIXED.replace("add", "sub").replace("++", "--") in text


async def test_fix_all_is_for_those_who_ask(client: Buffers) -> None:
    client.visit("save/save.go")
    await client.diagnostics("save/save.go")
    assert titles(await client.actions("save/save.go", "items[k]"), "source") == []
    for asked in ("source.organizeImports", "refactor", "quickfix"):
        found = await client.actions("save/save.go", "package", only=[asked])
        assert titles(found, "source") == []
    for asked in ("source.fixAll", "source.fixAll.gofixmap", "source"):
        (found,) = [await client.actions("save/save.go", "package", only=[asked])]
        assert [each.kind for each in found] == ["source.fixAll.gofixmap"]
    # What runs on save often resolves nothing.
    (action,) = found
    assert action.edit is not None
    assert client.apply(action.edit) == ""
    assert "items[k].n" not in client.text("save/save.go")
    assert await client.actions("save/save.go", "package", only=["source.fixAll"]) == []


async def test_a_glance_costs_no_edits(client: Buffers) -> None:
    """Some editors ask after each move of the cursor."""
    client.visit("ignore/ignore.go")
    await client.diagnostics("ignore/ignore.go")
    for trigger in types.CodeActionTriggerKind:
        found = await client.actions("ignore/ignore.go", "items[k]", trigger=trigger)
        (ignore,) = [each for each in found if each.title == "Ignore map-writeback here"]
        is_glance = trigger is types.CodeActionTriggerKind.Automatic
        assert (ignore.edit is None) is is_glance


async def test_ignore_here(client: Buffers) -> None:
    client.visit("ignore/ignore.go")
    await client.diagnostics("ignore/ignore.go")
    found = await client.actions("ignore/ignore.go", "items[k]")
    (ignore,) = [each for each in found if each.title == "Ignore map-writeback here"]
    assert not ignore.is_preferred
    assert await client.choose(ignore) == ""
    line = "\t//gofixmap:ignore map-writeback reviewed: it stays as it is\n\titems[k].n++\n"
    assert line in client.text("ignore/ignore.go")
    assert titles(await client.actions("ignore/ignore.go", "items[k].n")) == []


async def test_a_comment_that_silences_nothing_can_stay(client: Buffers) -> None:
    client.visit("unused/unused.go")
    await client.diagnostics("unused/unused.go")
    found = await client.actions("unused/unused.go", "//gofixmap")
    assert any(each.title != "Ignore unused-ignore here" for each in found)
    saved = await client.actions("unused/unused.go", "package", only=["source.fixAll"])
    assert saved == []
    (ignore,) = [each for each in found if each.title == "Ignore unused-ignore here"]
    assert await client.choose(ignore) == ""
    assert "//gofixmap:ignore map-mutex,unused-ignore one day" in client.text("unused/unused.go")


async def test_a_stale_action_changes_nothing(client: Buffers) -> None:
    client.visit("stale/stale.go")
    await client.diagnostics("stale/stale.go")
    found = await client.actions("stale/stale.go", "items[k]", only=["quickfix"])
    text = "// A line more.\n" + client.text("stale/stale.go")
    client.write("stale/stale.go", text)
    for action in found:
        if action.edit is None:
            action = await client.client.code_action_resolve_async(action)
            assert action.edit is None
            await client.said("stale.go has changed since this was offered")
        else:
            assert "is in version 2, not 1" in client.apply(action.edit)
    assert client.text("stale/stale.go") == text


async def test_refactorings_need_no_finding(client: Buffers) -> None:
    client.visit("store/store.go")
    found = await client.actions("store/store.go", "items map", only=["refactor"])
    assert "Guard items with a mutex" in titles(found, "refactor.rewrite.gofixmap.map-mutex")
    assert all(each.edit is None for each in found)
    narrow = await client.actions(
        "store/store.go", "items map", only=["refactor.rewrite.gofixmap.map-mutex"]
    )
    assert titles(narrow, "") == ["Guard items with a mutex"]


async def test_a_refactoring_reaches_every_file(client: Buffers) -> None:
    client.visit("store/store.go")
    found = await client.actions("store/store.go", "items[k]", only=["refactor"])
    guard = next(each for each in found if each.title == "Guard items with a mutex")
    guard = await client.client.code_action_resolve_async(guard)
    assert guard.edit is not None
    (annotation,) = (guard.edit.change_annotations or {}).values()
    assert annotation.needs_confirmation
    assert annotation.label
    assert client.apply(guard.edit) == ""
    assert "sync.RWMutex" in client.text("store/store.go") or "sync.Mutex" in client.text(
        "store/store.go"
    )
    assert "Lock()" in client.text("store/store.go")
    assert "Lock()" in client.text("store/other.go")


async def test_a_refactoring_that_declines_says_why(client: Buffers) -> None:
    client.visit("counter/use.go")
    found = await client.actions("counter/use.go", "fresh()", only=["refactor"])
    refused = next(each for each in found if each.title == "Pool the buffers of fresh")
    refused = await client.client.code_action_resolve_async(refused)
    assert refused.edit is None
    await client.said("Pool the buffers of fresh: fresh declares no local that a pool could hold")


async def test_a_declaration_that_moved_is_told(client: Buffers) -> None:
    """The menu was made in one document, the declaration is in another."""
    client.visit("moved/use.go")
    client.visit("moved/moved.go")
    found = await client.actions("moved/use.go", "items[", only=["refactor"])
    client.write("moved/moved.go", "// A line more.\n" + client.text("moved/moved.go"))
    guard = next(each for each in found if each.title == "Guard items with a mutex")
    guard = await client.client.code_action_resolve_async(guard)
    assert guard.edit is None
    await client.said("items is no longer where it was")


async def test_a_cache_gets_numbers_to_change(client: Buffers) -> None:
    """An editor cannot ask for them."""
    client.visit("sessions/sessions.go")
    found = await client.actions("sessions/sessions.go", "byID map", only=["refactor"])
    assert "Replace byID atomically, as a whole" not in titles(found, "refactor")
    bound = next(each for each in found if each.title == "Bound the cache byID")
    bound = await client.client.code_action_resolve_async(bound)
    assert bound.edit is not None
    if not bound.edit.change_annotations:
        await client.said("1000 entries and 10 minutes are a guess")
    assert client.apply(bound.edit) == ""
    assert "1000, 10*time.Minute" in client.text("sessions/sessions.go")


async def test_what_waits_for_a_name_is_offered_where_it_is_told(client: Buffers) -> None:
    client.visit("counter/counter.go")
    (diagnostic,) = await client.diagnostics("counter/counter.go")
    assert "name it with --target" in diagnostic.message
    found = await client.actions("counter/counter.go", "c.n++", only=["quickfix"])
    assert titles(found) == ["Make the receiver of Inc a pointer", "Ignore pointer-receiver here"]
    assert [each.range for each in found[0].diagnostics or ()] == []
    found = await client.actions(
        "counter/counter.go", "c.n++", only=["quickfix"], diagnostics=[diagnostic]
    )
    assert list(found[0].diagnostics or ()) == [diagnostic]
    assert not found[0].is_preferred


async def test_make_this_receiver_a_pointer(client: Buffers) -> None:
    client.visit("counter/counter.go")
    found = await client.actions("counter/counter.go", "Inc()", only=["refactor"])
    pointer = next(each for each in found if each.title == "Make the receiver of Inc a pointer")
    assert await client.choose(pointer) == ""
    assert "func (c *Counter) Inc() { c.n++ }" in client.text("counter/counter.go")


async def test_a_fix_of_several_files_can_be_seen_before(tmp_path: Path) -> None:
    """For an editor that cannot ask its user about annotated changes."""
    use = """package main

func main() {
	counters := map[string]Counter{"a": {}}
	counters["a"].Inc()
}
"""
    files = {"counter.go": RECEIVER.replace("package counter", "package main"), "use.go": use}
    root = tree(tmp_path, files)
    async with editor(root, can=capabilities(annotations=False)) as client:
        client.visit("counter.go")
        await client.diagnostics("counter.go")
        found = await client.actions("counter.go", "c.n++", only=["quickfix"])
        shown = next(each for each in found if each.title.startswith("Show the changes: "))
        assert "(in 2 files)" in shown.title
        # Editors resolve what has data, and make the edit that they get.
        assert shown.data is None
        assert shown.edit is None
        assert await client.choose(shown) == ""
        (patch,) = client.shown
        assert "+func (c *Counter) Inc() { c.n++ }" in patch
        assert "+++ b/use.go" in patch
        assert client.text("counter.go") == files["counter.go"]
        fix = next(each for each in found if f"Show the changes: {each.title}" == shown.title)
        assert await client.choose(fix) == ""
        assert "(c *Counter)" in client.text("counter.go")
        await client.said("(in 2 files): changes counter.go, use.go")


async def fix_beside_emoji(client: Buffers, name: str) -> None:
    client.visit(name)
    (diagnostic,) = await client.diagnostics(name)
    assert diagnostic.range.start == client.span(name, "items[k].n").start
    found = await client.actions(name, "items[k].n++", only=["quickfix"])
    assert await client.choose(found[0]) == ""
    before, after = EMOJI.split("items[k].n++")
    assert f"{before}item := items[k]\n" in client.text(name)
    assert f"\titems[k] = item{after}" in client.text(name)


async def test_columns_count_utf16(client: Buffers) -> None:
    await fix_beside_emoji(client, "emoji/emoji.go")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-32"])
async def test_columns_count_as_agreed(tmp_path: Path, encoding: str) -> None:
    name = "a b/\N{GRINNING FACE}%41.go"
    root = tree(tmp_path, {name: CART.replace("\titems[k].n++\n", EMOJI)})
    can = capabilities()
    assert can.general is not None
    can.general.position_encodings = [types.PositionEncodingKind(encoding)]
    async with editor(root, can=can) as client:
        client.encoding = encoding
        await fix_beside_emoji(client, name)


async def test_a_file_without_a_module_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "cart.go").write_text(CART)
    async with editor(tmp_path, folders=[], options={"verify": "none"}) as client:
        answer = await client.run("gofixmap.dryRun")
        assert answer == {"message": "no folder is open", "failed": True}
        client.visit("cart.go")
        await client.diagnostics("cart.go")
        found = await client.actions("cart.go", "items[k].n++", only=["quickfix"])
        assert await client.choose(found[0]) == ""
        assert FIXED in client.text("cart.go")
        answer = await client.run("gofixmap.dryRun")
        assert answer["message"] == f"{tmp_path.name}: nothing to fix"


async def test_what_is_no_file_has_no_actions(client: Buffers) -> None:
    item = types.TextDocumentItem("untitled:Untitled-1", "go", 1, CART)
    client.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(item.uri), whole, types.CodeActionContext([])
    )
    assert not await client.client.text_document_code_action_async(params)


async def test_a_selection_of_many_findings(client: Buffers) -> None:
    """Their edits are made when one is chosen."""
    client.visit("many/many.go")
    await client.diagnostics("many/many.go")
    found = await client.actions("many/many.go", client.text("many/many.go"), length=None)
    fixes = [each for each in found if each.title.startswith("Store the changed")]
    ignores = [each for each in found if each.title.startswith("Ignore ")]
    assert len(fixes) == len(ignores) == 31
    assert all(each.edit is None for each in (*fixes, *ignores))
    assert await client.choose(ignores[30]) == ""
    assert client.text("many/many.go").count("//gofixmap:ignore") == 1


async def test_a_linked_folder_is_spelled_as_the_editor_does(tmp_path: Path) -> None:
    tree(tmp_path / "real", {"store.go": STORE, "other.go": OTHER})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    async with editor(tmp_path / "link") as client:
        client.visit("store.go")
        found = await client.actions("store.go", "items map", only=["refactor"])
        guard = next(each for each in found if each.title == "Guard items with a mutex")
        guard = await client.client.code_action_resolve_async(guard)
        assert guard.edit is not None
        changed = {
            part.text_document.uri
            for part in guard.edit.document_changes or ()
            if isinstance(part, types.TextDocumentEdit)
        }
        assert changed == {client.uri("store.go"), client.uri("other.go")}

"""Edits that put a planned write where its statement stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_parts import Declined, Namer, Plan, word_of
from gofixmap_codemods._writeback_plan import Planner
from gofixmap_codemods._writeback_sites import Write
from gofixmap_codemods._writeback_text import spliced

from gofixmap.codemod import (
    Edit,
    Span,
    indentation,
    insert_after,
    insert_before,
    lines,
    newline,
    nodes,
    placement,
    replace_statement,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, SourceFile

_Standing = placement.Standing


def rewrite_group(namer: Namer, group: Sequence[Write]) -> tuple[list[Edit], bool]:
    """The edits for writes that belong together, and whether they are safe without review."""
    place = placement.place_of(group[0].statement)
    if place.standing is _Standing.LIST:
        return _in_list(namer, group)
    if place.standing is _Standing.POST:
        raise Declined("for-post")
    if place.standing is _Standing.RANGE:
        return _range(namer, group[0], place.owner), False
    if place.standing is _Standing.COMM:
        return _comm(namer, group[0], place.owner), False
    if place.standing is _Standing.OTHER:
        raise Declined("other-place")
    if placement.is_goto_target(place.anchor):
        raise Declined("label-goto")
    plan = Planner(namer, group[0]).run()
    front = plan.statements(namer.info, group[0].statement)
    if place.standing is _Standing.ELSE_IF:
        return [_else_if(namer.info.file, group[0].statement, place.owner, front)], False
    return header_edits(namer.info.file, group[0].statement, place, front), False


# A statement of a list


def _in_list(namer: Namer, group: Sequence[Write]) -> tuple[list[Edit], bool]:
    info, first, last = namer.info, group[0].statement, group[-1].statement
    planner = Planner(namer, group[0])
    plan = planner.run()
    for write in group[1:]:
        _join(namer, planner, write)
    return place_plan(info.file, first, last, plan), plan.is_certain


def place_plan(file: SourceFile, first: Node, last: Node, plan: Plan) -> list[Edit]:
    """The edits for statements of a list, from `first` to `last`, that one plan is for."""
    guarded = plan.entry is not None and plan.entry.guard != ""
    wrapped = placement.is_jumped_over(first)
    if guarded or wrapped:
        return _as_block(file, first, last, plan, wrapped=wrapped)
    if plan.entry is None:
        return list(replace_statement(file, first, [*plan.front, *plan.instead]))
    return [
        *insert_before(file, first, [*plan.front, plan.entry.read]),
        *_inside(file, plan),
        *insert_after(file, last, [plan.entry.store]),
    ]


def _join(namer: Namer, planner: Planner, write: Write) -> None:
    """Let a further statement use the temporary of the first."""
    entry = planner.plan.entry
    assert entry is not None
    joined = Planner(namer, write)
    joined.use(entry)
    planner.plan.changes += joined.plan.changes


def _inside(file: SourceFile, plan: Plan) -> list[Edit]:
    """The changes inside statements that stay; of nested ones the outermost."""
    edits: list[Edit] = []
    ordered = sorted(plan.changes, key=lambda change: (change[0].start_byte, -change[0].end_byte))
    for node, text in ordered:
        if not edits or node.start_byte >= edits[-1].end:
            edits.append(Edit(file.path, node.start_byte, node.end_byte, text))
    return edits


def _as_block(
    file: SourceFile, first: Node, last: Node, plan: Plan, *, wrapped: bool
) -> list[Edit]:
    """The statements inside braces: those of a guard, or a block that a goto may jump over."""
    span = Span(first.start_byte, _comment_end(file, last))
    body = _span_text(file, span, plan) if plan.entry is not None else ""
    texts = [*plan.front, *(plan.entry.around([body]) if plan.entry else plan.instead)]
    if wrapped:
        texts = ["\n".join(["{", *_shifted(texts), "}"])]
    if span.end == last.end_byte and first == last:
        return list(replace_statement(file, first, texts))
    indent = indentation(file.data, first.start_byte)
    text = (newline(file.data) + indent).join(lines.placed(file, each, indent) for each in texts)
    return [Edit(file.path, span.start, span.end, text)]


def _span_text(file: SourceFile, span: Span, plan: Plan) -> str:
    changes = [(Span(node.start_byte, node.end_byte), text) for node, text in plan.changes]
    text = spliced(file, span, changes)
    return lines.dedented(text, indentation(file.data, span.start))


def _shifted(texts: Sequence[str]) -> list[str]:
    return ["\t" + lines.indented(text, "\t") for text in texts]


def _comment_end(file: SourceFile, last: Node) -> int:
    """The end of the statement, or of the comment that ends its line."""
    following = last.next_sibling
    if following is not None and following.type == "comment":
        same_line = following.start_point[0] == last.end_point[0]
        end = lines.line_end(file.data, last.end_byte)
        if same_line and end <= following.end_byte <= end + len("\r"):
            return end
    return last.end_byte


# Headers


def header_edits(
    file: SourceFile, statement: Node, place: placement.StatementPlace, front: Sequence[str]
) -> list[Edit]:
    """The init statement moves in front of its owner and of the owner's labels."""
    if placement.is_jumped_over(place.anchor):
        front = ["\n".join(["{", *_shifted(front), "}"])]
    start, end, text = _header_rest(file, statement, place.owner)
    return [*before_owner(file, place, front), Edit(file.path, start, end, text)]


def before_owner(
    file: SourceFile, place: placement.StatementPlace, front: Sequence[str]
) -> list[Edit]:
    """New statements in front of a statement with a header, and of its labels, which stand one
    step further to the left."""
    at = lines.line_start(file.data, place.anchor.start_byte)
    if place.anchor == place.owner or not lines.opens_line(file.data, place.owner.start_byte):
        return list(insert_before(file, place.anchor, front))
    indent, ending = indentation(file.data, place.owner.start_byte), newline(file.data)
    text = "".join(indent + lines.placed(file, each, indent) + ending for each in front)
    return [Edit(file.path, at, at, text)]


def _header_rest(file: SourceFile, statement: Node, owner: Node) -> tuple[int, int, str]:
    """The range to replace, and its text, so that the header goes without its init statement."""
    clause = statement.parent
    if clause is not None and clause.type == "for_clause":
        return _for_rest(file, statement, clause)
    following = statement.next_sibling
    while following is not None and following.type in (";", "comment"):
        following = following.next_sibling
    end = owner.end_byte if following is None else following.start_byte
    return statement.start_byte, end, ""


def _for_rest(file: SourceFile, statement: Node, clause: Node) -> tuple[int, int, str]:
    condition = clause.child_by_field_name("condition")
    if clause.child_by_field_name("update") is not None:
        return statement.start_byte, statement.end_byte, ""
    body = clause.next_named_sibling
    end = clause.end_byte if body is None else body.start_byte
    return clause.start_byte, end, "" if condition is None else file.text(condition) + " "


def _else_if(file: SourceFile, statement: Node, owner: Node, front: Sequence[str]) -> Edit:
    """`else if S; c {...}` becomes `else { S'; if c {...} }`."""
    start, end, text = _header_rest(file, statement, owner)
    outer: Node | None = owner
    while outer is not None and outer.type == "if_statement" and outer.parent is not None:
        if outer.parent.type != "if_statement":
            break
        outer = outer.parent
    indent = indentation(file.data, (outer or owner).start_byte)
    span = Span(owner.start_byte, owner.end_byte)
    inner = lines.dedented(spliced(file, span, [(Span(start, end), text)]), indent)
    block = "\n".join(["{", *_shifted([*front, inner]), "}"])
    return Edit(file.path, span.start, span.end, lines.placed(file, block, indent))


# Range clauses and select cases


def _range(namer: Namer, write: Write, owner: Node) -> list[Edit]:
    file, clause = namer.info.file, write.statement
    body = owner.child_by_field_name("body")
    if body is None:
        raise Declined("other-place")
    _check_integer_range(namer.info, write)
    names = _bound_names(namer, write, body)
    plan = Planner(namer, write, body).run(_values_of(names))
    return [*_bind(file, clause, names), *_body_first(file, body, [*plan.front, *plan.instead])]


def _check_integer_range(info: FileInfo, write: Write) -> None:
    """`:=` makes the variable of a range over an untyped constant an int."""
    operand = write.values[0]
    kind = info.type_of(operand)
    if not kind.is_integer:
        return
    wanted = info.type_of(write.targets[0].node)
    is_typed = info.constant(operand) is None and not kind.is_untyped
    if not is_typed and str(wanted.unaliased) != "int" and not wanted.is_interface:
        raise Declined("untyped-hoist")


def _comm(namer: Namer, write: Write, owner: Node) -> list[Edit]:
    file, statement = namer.info.file, write.statement
    names = _bound_names(namer, write, owner)
    values = _values_of(names)
    planner = Planner(namer, write, owner)
    if len(values) > 1:
        values[1] = planner.converted_bool(values[1], write.targets[1])
    plan = planner.run(values)
    return [
        *_bind(file, statement, names),
        *_clause_first(file, owner, [*plan.front, *plan.instead]),
    ]


def _bound_names(namer: Namer, write: Write, scope: Node) -> list[str]:
    file = namer.info.file
    return [
        "_" if file.text(target.node) == "_" else namer.fresh(scope, word_of(namer.info, target))
        for target in write.targets
    ]


def _values_of(names: Sequence[str]) -> list[str]:
    return ["" if name == "_" else name for name in names]


def _bind(file: SourceFile, clause: Node, names: Sequence[str]) -> list[Edit]:
    """The left side of `=` becomes new variables."""
    left = clause.child_by_field_name("left")
    assign = next((child for child in clause.children if child.type == "="), None)
    if left is None or assign is None:
        raise Declined("other-place")
    return [
        Edit(file.path, left.start_byte, left.end_byte, ", ".join(names)),
        Edit(file.path, assign.start_byte, assign.end_byte, ":="),
    ]


def _body_first(file: SourceFile, body: Node, texts: Sequence[str]) -> list[Edit]:
    """Edits that open a block with `texts`."""
    first = _first_statement(body)
    if first is not None:
        return list(insert_before(file, first, texts))
    indent = indentation(file.data, body.start_byte)
    inside = file.data[body.start_byte + 1 : body.end_byte - 1]
    block = _lines_at(file, texts, indent + "\t")
    if b"\n" not in inside:
        at = body.end_byte - 1
        comment = inside.strip(b" \t").decode("utf-8", "surrogateescape")
        head = f" {comment}" if comment else ""
        tail = newline(file.data) + indent
        return [Edit(file.path, body.start_byte + 1, at, head + block + tail)]
    at = file.data.rfind(b"\n", body.start_byte, body.end_byte)
    at -= file.data[at - 1 : at] == b"\r"
    return [Edit(file.path, at, at, block)]


def _clause_first(file: SourceFile, clause: Node, texts: Sequence[str]) -> list[Edit]:
    """Edits that open the body of a case with `texts`."""
    first = _first_statement(clause)
    if first is not None:
        return list(insert_before(file, first, texts))
    colon = next(child for child in clause.children if child.type == ":")
    at = lines.line_end(file.data, colon.end_byte)
    rest = file.data[colon.end_byte : at].strip()
    if rest and not rest.startswith(b"//"):
        at = colon.end_byte
    indent = indentation(file.data, clause.start_byte)
    return [Edit(file.path, at, at, _lines_at(file, texts, indent + "\t"))]


def _first_statement(holder: Node) -> Node | None:
    for child in nodes.named(holder):
        if child.type == "statement_list":
            found = nodes.named(child)
            return found[0] if found else None
    return None


def _lines_at(file: SourceFile, texts: Sequence[str], indent: str) -> str:
    feed = newline(file.data) + indent
    return "".join(feed + lines.placed(file, text, indent) for text in texts)

"""Results that nobody keeps: they are given a name and released at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._body_place import Plan
from gofixmap_codemods._body_spots import Refused, Spot, guarded_spot, spot_of
from gofixmap_codemods._body_text import Wording

from gofixmap.codemod import (
    Edit,
    fresh_name,
    insert_before,
    lifetime,
    names,
    node_text,
    nodes,
    replace_statement,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def plan_discarded(it: lifetime.Obligation, wanted: str, *, checked: bool) -> Plan:
    """Edits that name a discarded value and release it; raises Refused."""
    if it.statement.type in ("go_statement", "defer_statement"):
        raise Refused("discarded-elsewhere")
    left = it.statement.child_by_field_name("left")
    targets = nodes.expression_items(left) if left is not None else []
    if all(each.text == b"_" for each in targets):
        return _wrapped(it, wanted, checked=checked)
    return _named(it, wanted, targets, checked=checked)


def _wrapped(it: lifetime.Obligation, wanted: str, *, checked: bool) -> Plan:
    """`if resp, err := http.Get(u); err == nil { resp.Body.Close() }`"""
    file = it.info.file
    if it.statement.type == "var_declaration" or it.statement.parent is None:
        raise Refused("discarded-elsewhere")
    if it.statement.parent.type not in ("statement_list", "labeled_statement"):
        raise Refused("discarded-elsewhere")
    release = Wording(it.kind, wanted, checked).statement
    call = node_text(file, it.call)
    results = _results(it, wanted)
    if "err" in results:
        text = f"if {', '.join(results)} := {call}; err == nil {{\n\t{release}\n}}"
    elif len(results) == 1:
        text = Wording(it.kind, call, checked).statement
    else:
        raise Refused("discarded-elsewhere")
    edits = replace_statement(file, it.statement, [text])
    check = lifetime.Check(lifetime.Shape.SUCCESS, it.statement)
    return Plan("Close the body of the discarded response", edits, "named", Spot(it, check))


def _results(it: lifetime.Obligation, wanted: str) -> list[str]:
    """What the results of the call are called: the value, its error, and blanks."""
    types = [str(each) for each in it.info.types_of(it.call)]
    at = types.index(it.kind.type)
    return [
        wanted if index == at else "err" if each == "error" else "_"
        for index, each in enumerate(types)
    ]


def _named(it: lifetime.Obligation, wanted: str, targets: list[Node], *, checked: bool) -> Plan:
    """`resp, err := http.Get(u)`, released behind the check."""
    info, file = it.info, it.info.file
    reasons = ("falls-through", "mixed-check", "check-elsewhere", "no-error-check")
    spot = guarded_spot(it, *reasons) or spot_of(it)
    types = [str(each) for each in info.types_of(it.call)]
    blank = targets[types.index(it.kind.type)]
    name = _free_name(it, wanted)
    edits = [Edit(file.path, blank.start_byte, blank.end_byte, name)]
    if it.statement.type == "assignment_statement":
        edits += _declared(it, name, targets)
    edits += spot.write(Wording(it.kind, name, checked).statement)
    return Plan(f"Name the response {name} and close its body", tuple(edits), "named", spot)


def _free_name(it: lifetime.Obligation, wanted: str) -> str:
    taken = names.words_around(it.info, it.statement)
    others = ["file"] if wanted == "f" else []
    for name in [wanted, *(["response", "reply"] if it.kind is lifetime.BODY else others)]:
        if name not in taken and it.info.lookup(name, it.statement) is None:
            return name
    return fresh_name(it.info, it.statement, wanted)


def _declared(it: lifetime.Obligation, name: str, targets: list[Node]) -> tuple[Edit, ...]:
    """`:=` for `=`, or `var resp *http.Response` in front of the assignment."""
    info, statement = it.info, it.statement
    equals = next((each for each in statement.children if each.type == "="), None)
    others = [each for each in targets if each.text != b"_"]
    if equals is not None and all(_is_of_block(it, each) for each in others):
        return (Edit(info.path, equals.start_byte, equals.end_byte, ":="),)
    kind = next(each for each in info.types_of(it.call) if str(each) == it.kind.type)
    text = info.type_text(kind, statement)
    if text is None or statement.parent is None or statement.parent.type != "statement_list":
        raise Refused("discarded-elsewhere")
    return insert_before(info.file, statement, [f"var {name} {text}"])


def _is_of_block(it: lifetime.Obligation, target: Node) -> bool:
    """Whether a variable belongs to the very block of the statement: `:=` would not hide it."""
    found = it.info.object_of(target) if target.type == "identifier" else None
    listed = it.statement.parent
    if found is None or listed is None or listed.type != "statement_list":
        return False
    if found.role in ("param", "result", "receiver"):
        return listed.parent == it.function.child_by_field_name("body")
    for statement in nodes.named(listed):
        if statement.start_byte <= found.span.start < statement.end_byte:
            return statement.type in ("short_var_declaration", "var_declaration")
    return False

"""The constructors' call sites: a deferred Close where the value is a plain local that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import enclosing, insert_after, lifetime, nodes, sharing, uses, uses_of

if TYPE_CHECKING:
    from gofixmap_codemods._genclose_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import Edit, FileInfo

_MOST = 8  # call sites that are listed by name


class _Named:
    def __init__(self, package: str, name: str) -> None:
        self.package = package
        self.type = ""
        self.name = name


def deferred_at_calls(subject: Subject, owned: frozenset[str]) -> tuple[list[Edit], list[str]]:
    """The edits, and a note for the calls whose value may go on. `owned`: the fields closed."""
    edits: list[Edit] = []
    kept: list[str] = []
    for constructor in subject.constructors:
        name = _Named(constructor.info.package.path, constructor.name)
        for use in uses_of(subject.context.semantics, name).uses:
            call = _call(use)
            if call is None:
                continue
            held = _is_locked(subject, use)
            found = None if held else _deferred(use.info, call, owned)
            if found is None:
                line = use.info.file.lines.line_of(call.start_byte)
                kept.append(f"{use.path}:{line}")
            edits += found or ()
    return edits, _notes(kept)


def _is_locked(subject: Subject, use: uses.Use) -> bool:
    """Whether a lock is held, which the goroutine that Close waits for may be waiting for."""
    graph = sharing.call_graph(subject.context.semantics, use.info.package)
    return bool(sharing.held_at(graph, use) or sharing.may_be_held_at(graph, use))


def _notes(kept: list[str]) -> list[str]:
    if not kept:
        return []
    more = f" and {len(kept) - _MOST} more" if len(kept) > _MOST else ""
    return [f"nobody closes the value yet that is made at {', '.join(kept[:_MOST])}{more}"]


def _call(use: uses.Use) -> Node | None:
    function = use.selector or use.node
    call = function.parent
    is_call = call is not None and call.type == "call_expression"
    if call is None or not is_call or call.child_by_field_name("function") != function:
        return None
    return call


def _deferred(info: FileInfo, call: Node, owned: frozenset[str]) -> tuple[Edit, ...] | None:
    """`defer x.Close()` behind the check of the error; None where the value may outlive it."""
    listed = call.parent
    statement = listed.parent if listed is not None else None
    if statement is None or statement.type != "short_var_declaration":
        return None
    if statement.parent is None or statement.parent.type != "statement_list":
        return None
    left = statement.child_by_field_name("left")
    targets = nodes.expression_items(left) if left is not None else []
    name = targets[0] if targets else None
    if name is None or name.type != "identifier" or name.text == b"_":
        return None
    if enclosing(statement, "for_statement") is not None or _escapes(info, name, owned):
        return None
    place = _behind_check(info, statement, targets)
    if place is None:
        return None
    return insert_after(info.file, place, [f"defer {info.file.text(name)}.Close()"])


def _escapes(info: FileInfo, name: Node, owned: frozenset[str]) -> bool:
    """Whether the value, or what it will close, is used when the function has returned."""
    parts = lifetime.Aliasing(fields=owned, elements=False)
    return bool(lifetime.escapes_of(info, name, aliases=parts))


def _behind_check(info: FileInfo, statement: Node, targets: list[Node]) -> Node | None:
    """The statement to defer behind: the check of the error, or the call where it gives none."""
    if len(targets) == 1:
        return statement
    check = statement.next_named_sibling
    if check is None or check.type != "if_statement" or targets[-1].text == b"_":
        return None
    condition = check.child_by_field_name("condition")
    body = check.child_by_field_name("consequence")
    if condition is None or body is None or check.child_by_field_name("alternative") is not None:
        return None
    asked = (condition.text or b"") == (targets[-1].text or b"") + b" != nil"
    listed = nodes.first_named(body)
    last = nodes.named(listed)[-1] if listed is not None and nodes.named(listed) else None
    return check if asked and last is not None and _leaves(info, last) else None


def _leaves(info: FileInfo, last: Node) -> bool:
    if last.type == "return_statement":
        return True
    call = nodes.first_named(last)
    return (
        call is not None and call.type == "call_expression" and lifetime.never_returns(info, call)
    )

"""Lost cancel functions: contexts that stay in their parent, with their timers, for nothing.

A path counts as cancelling where it mentions the cancel function at all, as in the lostcancel check
of vet. The remedy cancels when the function returns, so that it needs a context which is not in use
any more then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import beside, holds, loops_around
from gofixmap_codemods._leak_found import Leak
from gofixmap_codemods._leak_kinds import CANCEL, CANCEL_CAUSE
from gofixmap_codemods._leak_outlive import Kept, outlives

from gofixmap.codemod import Edit, Safety, fresh_name, insert_after, insert_before, lifetime, nodes

_OF_TEST = "t.Context() is cancelled when the test ends, and may do as the parent"

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object


def lost_cancels(info: FileInfo, function: Node) -> Iterator[Leak]:
    """The contexts of one function whose cancel function is thrown away, or not always called."""
    if info.package.path.removesuffix("_test") == "context":
        return  # it tries out itself what becomes of contexts
    for obligation in lifetime.obligations_in(info, function, (CANCEL, CANCEL_CAUSE)):
        targets = _targets(obligation.statement, obligation.call)
        context = info.object_of(targets[0]) if len(targets) == 2 else None
        if context is None or context.kind != "var":
            continue
        if obligation.variable is None:
            message = f"the cancel function of {context.name} is thrown away"
        elif not info.file.is_test and _is_lost(info, obligation):
            message = f"{obligation.name} is not called on every way out of the function"
        else:
            continue
        if not _ends_with_parent(info, obligation):
            yield _judged(info, obligation, context, targets, message)


def _ends_with_parent(info: FileInfo, obligation: lifetime.Obligation) -> bool:
    """Whether the function cancels the parent, and with it the context.

    `ctx, cancel := context.WithCancelCause(ctx)`, `ctx, _ = context.WithTimeoutCause(ctx, ...)`
    and `defer cancel(nil)` go together: that way the timeout has a cause and the cancel another.
    """
    listed = obligation.call.child_by_field_name("arguments")
    parent = nodes.first_named(listed) if listed is not None else None
    variable = info.object_of(parent) if parent is not None else None
    if variable is None or variable.kind != "var":
        return False
    before = (
        each
        for each in lifetime.obligations_in(info, obligation.function, (CANCEL, CANCEL_CAUSE))
        if each.statement.end_byte <= obligation.statement.start_byte and each.variable is not None
    )
    return any(
        info.object_of(_targets(each.statement, each.call)[0]) is variable
        and not _is_lost(info, each)
        for each in before
    )


def _targets(statement: Node, call: Node) -> list[Node]:
    if statement.type in ("short_var_declaration", "assignment_statement"):
        left = statement.child_by_field_name("left")
        return nodes.expression_items(left) if left is not None else []
    spec = call.parent.parent if call.parent is not None else None
    if spec is None or spec.type != "var_spec":
        return []
    return nodes.children_of(spec, "name")


def _is_lost(info: FileInfo, obligation: lifetime.Obligation) -> bool:
    return bool(_losing_exits(info, obligation))


def _uses_of(info: FileInfo, obligation: lifetime.Obligation) -> list[Node]:
    """The uses of the cancel function but for its own statement."""
    name = obligation.variable
    variable = info.object_of(name) if name is not None else None
    uses = info.uses_in(variable, obligation.function) if variable is not None else []
    return [each for each in uses if not holds(obligation.statement, each)]


def _losing_exits(info: FileInfo, obligation: lifetime.Obligation) -> list[lifetime.Exit]:
    """The ways to a return that mention the cancel function nowhere."""
    name = obligation.variable
    variable = info.object_of(name) if name is not None else None
    if variable is None or variable.role == "result":
        return []
    uses = _uses_of(info, obligation)
    if any(each.start_byte < obligation.statement.start_byte for each in uses):
        return []  # declared in front, where a literal may have it
    for roughly in (True, False):  # calls that never return can only take exits away
        paths = lifetime.Paths.of(info, obligation.function, roughly=roughly)
        exits = paths.exits_from(
            obligation.statement, lambda node: any(holds(node, each) for each in uses)
        )
        found = [each for each in exits if each.kind in ("return", "end")]
        if not found:
            break
    return found


def _judged(
    info: FileInfo,
    obligation: lifetime.Obligation,
    context: Object,
    targets: list[Node],
    message: str,
) -> Leak:
    call, statement = obligation.call, obligation.statement
    kept = outlives(info, context, obligation.function)
    early = _early_returns(info, obligation, kept)
    if early:
        text = f"{obligation.name}({_argument(obligation)})"
        before = [insert_before(info.file, each, [text]) for each in early]
        edits = tuple(edit for each in before for edit in each)
        return Leak(call, message, f"Call {text} before the return", edits)
    if kept is not None:
        how = f"{context.name} {kept.how}"
        return Leak(call, message, reason="ctx-escapes", how=how, place=kept.node)
    if loops_around(statement):
        return Leak(call, message, reason="cancel-in-loop")
    if statement.parent is None or statement.parent.type != "statement_list":
        return Leak(call, message, reason="no-place")
    is_sure = outlives(info, context, obligation.function, strict=True) is None
    is_safe = obligation.variable is None and is_sure
    safety = Safety.SAFE if is_safe else Safety.REVIEW
    edits = _edits(info, obligation, context, targets)
    notes = (_OF_TEST,) if _has_test_context(info) else ()
    return Leak(call, message, "Cancel when the function returns", edits, notes, safety)


def _has_test_context(info: FileInfo) -> bool:
    """Whether t.Context(), of Go 1.24, may take the place of the parent."""
    module = info.package.module
    version = module.go_version if module is not None else None
    return info.file.is_test and version is not None and version >= (1, 24)


def _early_returns(
    info: FileInfo, obligation: lifetime.Obligation, kept: Kept | None
) -> list[Node]:
    """The returns that lose the cancel function, where others hand it on: there the context is
    meant to live, and these come before it is in use. None where that is not so plain."""
    handed = [each for each in _uses_of(info, obligation) if not _is_called(each)]
    if not handed or obligation.variable is None or loops_around(obligation.statement):
        return []
    exits = [each.node for each in _losing_exits(info, obligation)]
    returns = [each for each in exits if each is not None]
    last = max((each.end_byte for each in returns), default=0)
    if len(returns) != len(exits) or (kept is not None and kept.node.start_byte < last):
        return []
    lists = [each.parent is not None and each.parent.type == "statement_list" for each in returns]
    return returns if all(lists) else []


def _is_called(use: Node) -> bool:
    call = use.parent
    return (
        call is not None
        and call.type == "call_expression"
        and call.child_by_field_name("function") == use
    )


def _argument(obligation: lifetime.Obligation) -> str:
    return "nil" if obligation.kind is CANCEL_CAUSE else ""


def _edits(
    info: FileInfo, obligation: lifetime.Obligation, context: Object, targets: list[Node]
) -> tuple[Edit, ...]:
    file, statement = info.file, obligation.statement
    argument = _argument(obligation)
    if obligation.variable is not None:
        return insert_after(file, statement, [f"defer {obligation.name}({argument})"])
    name = fresh_name(info, statement, "cancel")
    edits = insert_after(file, statement, [f"defer {name}({argument})"])
    edits += (Edit(file.path, targets[1].start_byte, targets[1].end_byte, name),)
    if statement.type != "assignment_statement":
        return edits
    if _is_of_block(context, obligation):
        sign = next(each for each in statement.children if each.type == "=")
        return (*edits, Edit(file.path, sign.start_byte, sign.end_byte, ":="))
    word = "CancelCauseFunc" if obligation.kind is CANCEL_CAUSE else "CancelFunc"
    type_ = beside(info, obligation.call, word)
    return edits + insert_before(file, statement, [f"var {name} {type_}"])


def _is_of_block(context: Object, obligation: lifetime.Obligation) -> bool:
    """Whether `:=` would set the context's variable, and declare none: it is of the same block."""
    listed = obligation.statement.parent
    block = listed.parent if listed is not None else None
    if listed is None or block is None:
        return False
    if context.role in ("param", "receiver"):
        return block == obligation.function.child_by_field_name("body")
    inside = (each for each in nodes.named(listed) if each.end_byte <= context.visible)
    declared = [each for each in inside if each.start_byte <= context.span.start < each.end_byte]
    return any(each.type in ("short_var_declaration", "var_declaration") for each in declared)

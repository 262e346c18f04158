"""How a release is written: its argument, and what becomes of the error that it may give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._release_refusal import Refused
from msgspec import Struct, field

from gofixmap.codemod import enclosing, lifetime, nodes, operands

if TYPE_CHECKING:
    from gofixmap_codemods._release_sites import Loss
    from tree_sitter import Node

    from gofixmap.codemod import Edit, FileInfo

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_DROPPED = "the error of {name} is dropped: no result here can take it"


class Release(Struct):
    """`context` is the name of a context in scope where the release takes one."""

    info: FileInfo
    how: lifetime.Release
    context: str
    function: Node
    dropped: bool = field(default=False)

    @classmethod
    def of(cls, loss: Loss) -> Release:
        context = ""
        if loss.release.argument == "context":
            context = _context_in_scope(loss)
            if not context:
                raise Refused("needs-argument", loss, loss.release.name)
        return cls(loss.info, loss.release, context, loss.function)

    @property
    def notes(self) -> tuple[str, ...]:
        return (_DROPPED.format(name=self.how.name),) if self.dropped else ()

    def plain(self, value: str) -> str:
        return self.how.of(value, self.context)

    def call(self, value: str) -> str:
        """The release as a statement; an error is dropped by name."""
        if not self.how.returns_error:
            return self.plain(value)
        self.dropped = True
        return f"_ = {self.plain(value)}"


def _context_in_scope(loss: Loss) -> str:
    """A parameter of the function that is a context."""
    info = loss.info
    listed = loss.function.child_by_field_name("parameters")
    for group in nodes.parameter_groups(listed) if listed is not None else ():
        if group.type is not None and str(info.type_of(group.type)) == "context.Context":
            for name in group.names:
                if name.text != b"_":
                    return info.file.text(name)
    return ""


def returned_error(release: Release, before: Node, old: str) -> tuple[str, tuple[Edit, ...]]:
    """The release behind the statement `before`: its error is returned where `return .., nil`
    follows at once; else it is dropped."""
    following = _next(before)
    values = _returned(following)
    if not release.how.returns_error or not values or not _ends_in_error(release, values):
        return release.call(old), ()
    call = release.plain(old)
    if len(values) == 1:
        return f"return {call}", ()
    others = ", ".join(release.info.file.text(each) for each in values[:-1])
    error = "err"
    return f"if {error} := {call}; {error} != nil {{\n\t\treturn {others}, {error}\n\t}}", ()


def _next(statement: Node) -> Node | None:
    following = statement.next_named_sibling
    while following is not None and following.type == "comment":
        following = following.next_named_sibling
    return following


def _returned(statement: Node | None) -> list[Node]:
    if statement is None or statement.type != "return_statement":
        return []
    listed = nodes.first_named(statement)
    return nodes.expression_items(listed) if listed is not None else []


def _ends_in_error(release: Release, values: list[Node]) -> bool:
    """Whether `return .., nil` gives a nil error, and the others can be evaluated once more."""
    if values[-1].type != "nil" or enclosing(values[-1], *_FUNCTIONS) != release.function:
        return False
    results = release.function.child_by_field_name("result")
    if results is None:
        return False
    types = [results]
    if results.type == "parameter_list":
        groups = nodes.parameter_groups(results)
        types = [each.type for each in groups if each.type is not None]
    is_error = bool(types) and str(release.info.type_of(types[-1])) == "error"
    return is_error and not any(operands.has_call_or_receive(release.info, each) for each in values)

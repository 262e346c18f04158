"""Adds a codemod to a CODEMODS tuple; formatting and comments of the module stay."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from gofixmap.errors import UsageError

LINE = 100


def registered(source: bytes, where: str) -> tuple[str, ...]:
    """The texts of the CODEMODS tuple; raises UsageError where there is none."""
    _, found = _find(source, where)
    return tuple(_text(element, where) for element in found.elements)


def add_codemod(source: bytes, spec: str, where: str) -> bytes:
    """`source` with `spec` as the last element of its CODEMODS tuple.

    Raises UsageError where the module has no such tuple of texts.
    """
    module, old = _find(source, where)
    for element in old.elements:
        _text(element, where)
    new = _extended(old, cst.Element(cst.SimpleString(f'"{spec}"')))
    changed = module.deep_replace(old, new)
    assert isinstance(changed, cst.Module)
    return changed.bytes


def _find(source: bytes, where: str) -> tuple[cst.Module, cst.Tuple]:
    try:
        module = cst.parse_module(source)
    except cst.ParserSyntaxError as error:
        raise UsageError("not valid Python", where=f"{where}:{error.raw_line}") from error
    finder = _Finder()
    module.visit(finder)
    if finder.found is None:
        raise UsageError("no CODEMODS tuple to add to", where=where)
    return module, finder.found


def _text(element: cst.BaseElement, where: str) -> str:
    value = element.value
    if not isinstance(value, cst.SimpleString) or not isinstance(value.evaluated_value, str):
        raise UsageError("CODEMODS holds more than plain texts", where=where)
    return value.evaluated_value


class _Finder(cst.CSTVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: cst.Tuple | None = None

    def visit_Assign(self, node: cst.Assign) -> None:
        self._look(node.targets[0].target, node.value)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        self._look(node.target, node.value)

    def _look(self, target: cst.CSTNode, value: cst.BaseExpression | None) -> None:
        named = isinstance(target, cst.Name) and target.value == "CODEMODS"
        if named and isinstance(value, cst.Tuple):
            self.found = value


def _extended(old: cst.Tuple, element: cst.Element) -> cst.Tuple:
    end = old.rpar[0].whitespace_before if old.rpar else None
    if old.elements and isinstance(end, cst.ParenthesizedWhitespace):
        return _below(old, element, end)
    start = old.lpar[0].whitespace_after if old.lpar else None
    if isinstance(start, cst.ParenthesizedWhitespace) and not old.elements:
        return _inside(old, element, start)
    parens = {"lpar": old.lpar or [cst.LeftParen()], "rpar": old.rpar or [cst.RightParen()]}
    flat = old.with_changes(elements=_beside(old.elements, element), **parens)
    width = len("CODEMODS: tuple[str, ...] = ") + len(cst.Module([]).code_for_node(flat))
    return flat if width <= LINE else _broken(flat)


def _below(old: cst.Tuple, element: cst.Element, end: cst.ParenthesizedWhitespace) -> cst.Tuple:
    """A line of its own below the last element, whose comment (in `end`) stays beside it."""
    *before, last = old.elements
    line = end.with_changes(indent=True, last_line=cst.SimpleWhitespace("    "))
    closing = cst.ParenthesizedWhitespace(indent=end.indent, last_line=end.last_line)
    return old.with_changes(
        elements=[
            *before,
            last.with_changes(comma=cst.Comma(whitespace_after=line)),
            element.with_changes(comma=cst.Comma()),
        ],
        rpar=[old.rpar[0].with_changes(whitespace_before=closing), *old.rpar[1:]],
    )


def _inside(old: cst.Tuple, element: cst.Element, start: cst.ParenthesizedWhitespace) -> cst.Tuple:
    """The only element, between parentheses that stand on two lines."""
    line = start.with_changes(indent=True, last_line=cst.SimpleWhitespace("    "))
    end = cst.ParenthesizedWhitespace(indent=True)
    return old.with_changes(
        elements=[element.with_changes(comma=cst.Comma())],
        lpar=[old.lpar[0].with_changes(whitespace_after=line)],
        rpar=[old.rpar[0].with_changes(whitespace_before=end)],
    )


def _beside(elements: Sequence[cst.BaseElement], element: cst.Element) -> list[cst.BaseElement]:
    if not elements:
        return [element.with_changes(comma=cst.Comma())]
    space = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    *before, last = elements
    return [*before, last.with_changes(comma=space), element]


def _broken(node: cst.Tuple) -> cst.Tuple:
    """One element a line, as a formatter would break what does not fit."""
    line = cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace("    "))
    end = cst.ParenthesizedWhitespace(indent=True)
    *before, last = node.elements
    return node.with_changes(
        lpar=[cst.LeftParen(whitespace_after=line)],
        elements=[
            *(e.with_changes(comma=cst.Comma(whitespace_after=line)) for e in before),
            last.with_changes(comma=cst.Comma(whitespace_after=end)),
        ],
    )

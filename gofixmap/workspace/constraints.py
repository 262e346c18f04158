"""Build constraint expressions: parsed once, evaluated often, and the Go version they imply.

Grammar: `go help buildconstraint` and package go/build/constraint. An expression is kept in
postfix order, so that no nesting in a scanned file can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from msgspec import Struct

_TOKEN = re.compile(r"\s*(?:(&&|\|\||[!()])|([\w.]+)|(\S))")
_PRECEDENCE = {"||": 1, "&&": 2, "!": 3}
_MAX_TOKENS = 1000  # go/build/constraint refuses larger expressions as well
_RELEASE = re.compile(r"go1(?:\.(\d{1,6}))?")


class Constraint(Struct, frozen=True):
    """A parsed `//go:build` expression."""

    postfix: tuple[str, ...]

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(token for token in self.postfix if token not in _PRECEDENCE)

    def satisfied(self, true_tags: Collection[str]) -> bool:
        """Whether the expression holds when exactly `true_tags` are set."""
        stack: list[bool] = []
        for token in self.postfix:
            if token == "!":
                stack.append(not stack.pop())
            elif token == "&&":
                right, left = stack.pop(), stack.pop()
                stack.append(left and right)
            elif token == "||":
                right, left = stack.pop(), stack.pop()
                stack.append(left or right)
            else:
                stack.append(token in true_tags)
        return stack[0]

    @property
    def minimum_version(self) -> tuple[int, int] | None:
        """The Go version that every way to satisfy the expression implies (constraint.GoVersion).

        `linux && go1.21` implies 1.21, `go1.20 || go1.22` implies 1.20, `linux || go1.21` and
        `!go1.21` imply nothing.
        """
        # For each subexpression: the minor version that it implies, and that its negation does.
        stack: list[tuple[int, int]] = []
        for token in self.postfix:
            if token == "!":
                positive, negative = stack.pop()
                stack.append((negative, positive))
            elif token in _PRECEDENCE:
                right, left = stack.pop(), stack.pop()
                join, dual = (max, min) if token == "&&" else (min, max)
                stack.append((join(left[0], right[0]), dual(left[1], right[1])))
            else:
                stack.append((release_number(token), -1))
        return None if stack[0][0] < 0 else (1, stack[0][0])


def release_number(tag: str) -> int:
    """21 for the tag `go1.21`, 0 for `go1`, and -1 for a tag that names no release."""
    match = _RELEASE.fullmatch(tag)
    return -1 if match is None else int(match[1] or 0)


@lru_cache(maxsize=4096)
def parse_constraint(text: str) -> Constraint | None:
    """The expression after `//go:build`, or None where Go would report a syntax error."""
    tokens = _TOKEN.findall(text)
    if not tokens or len(tokens) > _MAX_TOKENS or any(stray for _, _, stray in tokens):
        return None
    return _to_postfix([operator or tag for operator, tag, _ in tokens])


def _to_postfix(tokens: Iterable[str]) -> Constraint | None:
    """Dijkstra's shunting yard over prefix `!` and the two infix operators."""
    output: list[str] = []
    pending: list[str] = []
    operand_next = True
    previous = ""
    for token in tokens:
        starts_operand = token in ("!", "(") or token not in ("&&", "||", ")")
        if starts_operand != operand_next or (token == "!" and previous == "!"):
            return None
        if token in ("!", "("):
            pending.append(token)
        elif token == ")":
            _unwind(pending, output, 0)
            if not pending:
                return None
            pending.pop()
        elif token in _PRECEDENCE:
            _unwind(pending, output, _PRECEDENCE[token])
            pending.append(token)
            operand_next = True
        else:
            output.append(token)
            operand_next = False
        previous = token
    _unwind(pending, output, 0)
    return None if operand_next or pending else Constraint(tuple(output))


def _unwind(pending: list[str], output: list[str], precedence: int) -> None:
    while pending and pending[-1] != "(" and _PRECEDENCE[pending[-1]] >= precedence:
        output.append(pending.pop())


def legacy_expression(lines: Iterable[str]) -> str:
    """`// +build` arguments as one `//go:build` expression; empty for no lines.

    Lines are joined by AND, options of a line (separated by spaces) by OR, terms of an option
    (separated by commas) by AND.
    """
    clauses = []
    for line in lines:
        options = [" && ".join(filter(None, option.split(","))) for option in line.split()]
        if any(options):
            clauses.append("(" + ") || (".join(filter(None, options)) + ")")
    return clauses[0] if len(clauses) == 1 else " && ".join(f"({clause})" for clause in clauses)

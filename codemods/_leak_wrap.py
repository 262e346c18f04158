"""An iteration put into a function literal, with what its exits turn into.

A literal cannot leave the loop or the function around it, so it says by its results what it was
left for: an error that is never nil, a flag, or a flag with the values to return.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_errors import is_error
from gofixmap_codemods._leak_flow import Exit, exits_of, holds, inside, loses_label, terminates
from msgspec import Struct

from gofixmap.codemod import Edit, fresh_name, lines, newline, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_LITERALS = (
    "nil",
    "true",
    "false",
    "int_literal",
    "float_literal",
    "rune_literal",
    "interpreted_string_literal",
    "raw_string_literal",
)


class Protocol(Struct, frozen=True):
    """How the literal begins and ends, and what each exit becomes inside it.

    `tail` is what is returned where control comes to the end of the body; "" for nothing.
    """

    head: str
    end: tuple[str, ...]  # lines; the first follows the literal's closing brace
    exits: Callable[[Exit], str]
    tail: str


class Result(Struct, frozen=True):
    """A result of a function: its type as the signature spells it, and its name, if it has one."""

    type: str
    name: str


class Iteration:
    """The body of a loop of a function, on the way to become a literal."""

    def __init__(self, info: FileInfo, loop: Node, body: Node, function: Node) -> None:
        self.info = info
        self.loop = loop
        self.body = body
        self.exits = exits_of(info, loop, body)
        self.results = results_of(info, function)

    @property
    def returns(self) -> list[Exit]:
        return [each for each in self.exits if each.kind == "return"]

    @property
    def jumps(self) -> list[Exit]:
        return [each for each in self.exits if each.kind == "jump"]

    def wrapped(self) -> tuple[Edit, ...] | None:
        """The edit that wraps the iteration; None where its exits cannot be carried out of it."""
        if loses_label(self.info, self.loop, self.exits):
            return None
        protocol = self._protocol()
        return None if protocol is None else self._edit(protocol)

    def _protocol(self) -> Protocol | None:
        leaving = self.jumps + self.returns
        if not leaving:
            return Protocol("func() {", ("()",), lambda each: "return", "")
        if self._is_one_way(leaving):
            return self._flag(leaving[0].text)
        if len({each.text for each in self.jumps}) > 1:
            return None
        if self._fails_only():
            return self._broken_off() if self.jumps else self._error()
        return None if self.jumps else self._values()

    def _is_one_way(self, leaving: Sequence[Exit]) -> bool:
        """Whether all exits say the same, and can say it behind the literal as well."""
        values = [value for each in leaving for value in _values_of(each.node)]
        alike = len({each.text for each in leaving}) == 1
        return alike and all(self._is_settled(value, "stop") for value in values)

    def _is_settled(self, value: Node, *names: str) -> bool:
        """Whether an expression means the same behind the literal as inside: a constant, or a
        variable from outside the body that no deferred call of the body mentions."""
        text = self.info.file.text(value)
        if value.type in _LITERALS:
            return True
        if value.type == "composite_literal":
            body = value.child_by_field_name("body")
            return body is not None and not nodes.named(body)
        if value.type != "identifier" or text in names:
            return False
        found = self.info.object_of(value)
        if found is None or found.kind not in ("var", "const"):
            return False
        visible = self.info.lookup(text, self.body) is found
        deferred = [each for each in inside(self.body) if each.type == "defer_statement"]
        uses = self.info.uses_in(found, self.body)
        return visible and not any(holds(each, use) for each in deferred for use in uses)

    def _flag(self, text: str) -> Protocol:
        return Protocol(
            f"if {self._name('stop')} := func() bool {{",
            (f"(); {self._name('stop')} {{", f"\t{text}", "}"),
            lambda each: "return false" if each.kind == "next" else "return true",
            "return false",
        )

    def _fails_only(self) -> bool:
        """Whether every return gives an error that is not nil, and otherwise the same values."""
        if not self.results or self.results[-1].type != "error":
            return False
        texts = set()
        for each in self.returns:
            values = _values_of(each.node)
            if len(values) != len(self.results):
                return False
            settled = all(self._is_settled(v, "err", self._name("stop")) for v in values[:-1])
            if not settled or not is_error(self.info, values[-1], each.node):
                return False
            texts.add(tuple(self.info.file.text(value) for value in values[:-1]))
        return len(texts) == 1

    def _failure(self) -> str:
        first = _values_of(self.returns[0].node)[:-1]
        return "return " + ", ".join([*(self.info.file.text(each) for each in first), "err"])

    def _last(self, found: Exit) -> str:
        return self.info.file.text(_values_of(found.node)[-1])

    def _error(self) -> Protocol:
        return Protocol(
            "if err := func() error {",
            ("(); err != nil {", f"\t{self._failure()}", "}"),
            lambda each: "return nil" if each.kind == "next" else f"return {self._last(each)}",
            "return nil",
        )

    def _broken_off(self) -> Protocol:
        """The error, and a flag for the jump."""
        stop = self._name("stop")
        texts = {"next": "return false, nil", "jump": "return true, nil"}
        return Protocol(
            f"{stop}, err := func() (bool, error) {{",
            (
                "()",
                "if err != nil {",
                f"\t{self._failure()}",
                "}",
                f"if {stop} {{",
                f"\t{self.jumps[0].text}",
                "}",
            ),
            lambda each: texts.get(each.kind) or f"return false, {self._last(each)}",
            "return false, nil",
        )

    def _values(self) -> Protocol | None:
        """A flag that says whether to return, and what.

        Where the loop goes on nobody looks at the error, so that nothing deferred in the literal
        may set it by a name.
        """
        given = [_values_of(each.node) for each in self.returns]
        wanted = len(self.results)
        bare = all(each.name not in ("", "_") for each in self.results)
        if not wanted or any(len(each) != wanted and (each or not bare) for each in given):
            return None
        done, names = self._name("done"), self._result_names()
        if [each.type for each in self.results] == ["error"]:
            return self._error_or_none(done)
        listed = ", ".join(
            f"{'_' if result.type == 'error' else name} {result.type}"
            for name, result in zip(names, self.results, strict=True)
        )
        return Protocol(
            f"{done}, {', '.join(names)} := func() ({done} bool, {listed}) {{",
            ("()", f"if {done} {{", f"\treturn {', '.join(names)}", "}"),
            lambda each: "return" if each.kind == "next" else f"return true, {self._given(each)}",
            "return",
        )

    def _error_or_none(self, done: str) -> Protocol:
        """The same where an error is all that is returned."""
        return Protocol(
            f"{done}, err := func() (bool, error) {{",
            ("()", f"if {done} {{", "\treturn err", "}"),
            lambda each: (
                "return false, nil" if each.kind == "next" else f"return true, {self._given(each)}"
            ),
            "return false, nil",
        )

    def _given(self, found: Exit) -> str:
        values = _values_of(found.node)
        if not values:
            return ", ".join(each.name for each in self.results)
        start, end = values[0].start_byte, values[-1].end_byte
        return self.info.file.data[start:end].decode()

    def _result_names(self) -> list[str]:
        names: list[str] = []
        for each in self.results:
            word = "err" if each.type == "error" else each.name or "result"
            names.append(
                fresh_name(self.info, self.body, word, also_taken=[*names, self._name("done")])
            )
        return names

    def _name(self, word: str) -> str:
        return fresh_name(self.info, self.body, word)

    def _edit(self, protocol: Protocol) -> tuple[Edit, ...] | None:
        """The text between the braces, one tab further in, with the literal around it."""
        file, start, end = self.info.file, self.body.start_byte + 1, self.body.end_byte - 1
        text = self._interior(protocol).replace("\r\n", "\n")
        first, feed, rest = text.partition("\n")
        indent = rest.rpartition("\n")[2]
        if not feed or indent.strip() or (first.strip() and not first.strip().startswith("//")):
            return None
        shifted = lines.indented(feed + rest, "\t")
        if protocol.tail and not self._is_left():
            shifted = f"{shifted}\t{protocol.tail}\n{indent}\t"
        closing = f"\n{indent}\t".join(protocol.end)
        made = f"{first}\n{indent}\t{protocol.head}{shifted}}}{closing}\n{indent}"
        return (Edit(file.path, start, end, made.replace("\n", newline(file.data))),)

    def _is_left(self) -> bool:
        """Whether the literal's body ends in a terminating statement."""
        return terminates(self.body, [each.node for each in self.exits])

    def _interior(self, protocol: Protocol) -> str:
        data, at, pieces = self.info.file.data, self.body.start_byte + 1, list[bytes]()
        for each in self.exits:
            pieces += [data[at : each.node.start_byte], protocol.exits(each).encode()]
            at = each.node.end_byte
        pieces.append(data[at : self.body.end_byte - 1])
        return b"".join(pieces).decode()


def _values_of(statement: Node) -> list[Node]:
    """The values of a return statement; none for a jump."""
    listed = nodes.first_named(statement) if statement.type == "return_statement" else None
    return nodes.expression_items(listed) if listed is not None else []


def results_of(info: FileInfo, function: Node) -> tuple[Result, ...]:
    """The results of a function declaration or literal."""
    listed = function.child_by_field_name("result")
    if listed is None:
        return ()
    if listed.type != "parameter_list":
        return (Result(info.file.text(listed), ""),)
    found: list[Result] = []
    for group in nodes.parameter_groups(listed):
        text = info.file.text(group.type) if group.type is not None else ""
        found += [Result(text, info.file.text(name)) for name in group.names] or [Result(text, "")]
    return tuple(found)


def hides_result_types(info: FileInfo, function: Node, body: Node) -> bool:
    """Whether a name in the types of the results means something else inside the body."""
    listed = function.child_by_field_name("result")
    names = inside(listed) if listed is not None else ()
    return any(
        info.lookup(info.file.text(each), each) is not info.lookup(info.file.text(each), body)
        for each in names
        if each.type in ("type_identifier", "package_identifier")
    )

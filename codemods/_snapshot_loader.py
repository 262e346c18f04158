"""Loads that need no first Store: before it they give the zero value of the variable's type.

Below Go 1.19 there is atomic.Value only, whose content has to be asserted. Where others can make
the struct, or a test does, nobody stores a first value for them: a method then asks for nil.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Changes, Refusal
from msgspec import Struct

from gofixmap.codemod import Edit, enclosing, lines, newline, nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type


class Loader(Struct):
    """`element` is the type that loads give; `asserts` says that it comes out of atomic.Value."""

    subject: Subject
    element: Type
    asserts: bool
    changes: Changes
    _name: str = ""

    def assertion(self, read: sharing.Access) -> str:
        """What follows `Load()` where the value is asserted."""
        return f".({self.spelled(read.info, read.node)})"

    def spelled(self, info: FileInfo, at: Node) -> str:
        text = info.type_text(self.element, at)
        if text is None:
            raise Refusal("unspellable-type", info, at, str(self.element))
        return text

    def call(self, read: sharing.Access) -> str:
        """The call that gives the value, in place of an access. Raises Refusal."""
        info, node = read.info, read.node
        if info.package.path != self.subject.variable.package:
            raise Refusal("zero-value", info, node, info.file.text(node))
        name = self._declared()
        field = node.child_by_field_name("field") if node.type == "selector_expression" else None
        if field is None:
            return f"{name}()"
        before = info.file.data[node.start_byte : field.start_byte]
        return f"{before.decode('utf-8', 'surrogateescape')}{name}()"

    def _declared(self) -> str:
        """The name of the method or function, which is written with its first use."""
        if not self._name:
            name = self._free_name()
            for declared in self.subject.declarations:
                self._declare(declared, name)
            self._name = name
        return self._name

    def _free_name(self) -> str:
        variable = self.subject.variable
        wanted = f"load{variable.name[:1].upper()}{variable.name[1:]}"
        files = map(self.subject.context.workspace.file, variable.info.package.all_files)
        texts = [file.data for file in files if file is not None]
        for name in (wanted, f"{wanted}Value"):
            taken = re.compile(rb"(?<!\w)" + name.encode() + rb"(?!\w)")
            if not any(taken.search(text) for text in texts):
                return name
        raise Refusal("zero-value", variable.info, variable.node, wanted)

    def _declare(self, declared: sharing.Variable, name: str) -> None:
        info, file = declared.info, declared.info.file
        declaration = file.declaration_at(declared.declaration.start_byte)
        if declaration is None:
            raise Refusal("zero-value", info, declared.node, declared.name)
        kind = self.spelled(info, declared.node)
        receiver, variable = self._receiver(declared, kind)
        head = f"func {receiver}{name}()"
        body = [
            f"// {name} gives the zero value until {declared.name} has been stored.",
            *(_asserted(head, variable, kind) if self.asserts else _checked(head, variable, kind)),
        ]
        ending = newline(file.data)
        text = ending.join(["", "", *(lines.placed(file, line, "") for line in body)])
        at = lines.line_end(file.data, declaration.span.end)
        self.changes.add([Edit(info.path, at, at, text)])

    def _receiver(self, declared: sharing.Variable, kind: str) -> tuple[str, str]:
        """The receiver of the method, and the variable as its body reaches it."""
        if declared.kind is sharing.VariableKind.PACKAGE:
            return "", declared.name
        info = declared.info
        spec = enclosing(declared.declaration, "type_spec")
        named = spec.child_by_field_name("name") if spec is not None else None
        if spec is None or named is None or info.file.text(named) != declared.owner:
            raise Refusal("zero-value", info, declared.node, declared.name)
        short = declared.owner[:1].lower()
        while re.search(rf"(?<!\w){short}(?!\w)", kind):
            short += short[0]
        return f"({short} *{declared.owner}{_parameters(info, spec)}) ", f"{short}.{declared.name}"


def _parameters(info: FileInfo, spec: Node) -> str:
    """`[K, V]` of a generic type, as a receiver repeats them."""
    listed = spec.child_by_field_name("type_parameters")
    if listed is None:
        return ""
    found = [name for each in nodes.named(listed) for name in nodes.children_of(each, "name")]
    return f"[{', '.join(info.file.text(name) for name in found)}]"


def _asserted(head: str, variable: str, kind: str) -> list[str]:
    return [f"{head} {kind} {{", f"\tvalue, _ := {variable}.Load().({kind})", "\treturn value", "}"]


def _checked(head: str, variable: str, kind: str) -> list[str]:
    return [
        f"{head} (value {kind}) {{",
        f"\tif stored := {variable}.Load(); stored != nil {{",
        "\t\tvalue = *stored",
        "\t}",
        "\treturn value",
        "}",
    ]

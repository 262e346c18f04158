"""How a copy of a map or slice is written: Clone from Go 1.21 on, a loop or an append before.

A loop makes an empty map of a nil one, so where that could be seen it is guarded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from gofixmap.codemod import (
    Edit,
    Fix,
    add_imports,
    fresh_name,
    insert_after,
    insert_before,
    lines,
    nodes,
    operands,
    replace_statement,
    sharing,
    sizes,
)

if TYPE_CHECKING:
    from gofixmap_codemods._alias_sides import Side
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, SourceFile, Type

CLONING = (1, 21)
_SHARES = 128  # bytes of a key or value above which Clone of Go 1.21.0 to 1.21.4 shared it
_EXPERIMENTAL = "golang.org/x/exp/"


class Refusal(Exception):
    """Why a copy is not offered: an id of the codemod's `declines`, and what its sentence names."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.what = what


class _Imports(Struct):
    """What a fix imports into one file: one edit holds all of it."""

    file: SourceFile
    edits: tuple[Edit, ...] = ()
    _names: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def name(self, path: str, taken: tuple[str, ...]) -> str:
        if path not in self._names:
            self._taken.update(taken)
            self.edits, self._names = add_imports(
                self.file, dict.fromkeys([*self._names, path], ""), taken=self._taken
            )
        return self._names[path]


class Copies(Struct):
    """The edits of one fix, and the imports that they need."""

    context: Context
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _imports: dict[str, _Imports] = field(default_factory=dict)
    _declares: list[Edit] = field(default_factory=list)
    _helped: set[tuple[str, str]] = field(default_factory=set)

    def fix(self, title: str) -> Fix:
        claims = self.context.claims_on_names(self._declares) if self._declares else frozenset()
        edits = [*self.edits, *(edit for each in self._imports.values() for edit in each.edits)]
        notes = tuple(dict.fromkeys(self.notes))
        return Fix(title, tuple(dict.fromkeys(edits)), notes, claims)

    def of_value(self, info: FileInfo, value: Node, *, nil_shows: bool) -> None:
        """Puts a copy in the place of an expression."""
        kind = info.type_of(value)
        self._note(kind)
        text = info.file.text(value)
        made = self._call(info, value, kind, text)
        if made is not None:
            self.edits.append(Edit(info.path, value.start_byte, value.end_byte, made))
            return
        self._before(info, value, kind, text, nil_shows=nil_shows)

    def clipped(self, info: FileInfo, value: Node) -> None:
        """`t[:len(t):len(t)]`: appends to it no longer reach the elements behind t."""
        text = self._stable(info, value)
        clip = f"{text}[:len({text}):len({text})]"
        self.edits.append(Edit(info.path, value.start_byte, value.end_byte, clip))

    def after(self, info: FileInfo, statement: Node, texts: list[tuple[str, Type]]) -> None:
        """`x = maps.Clone(x)` behind a statement, for each expression `x` and its type."""
        listed = _listed(statement) if statement.type == "var_spec" else statement
        if listed is None or listed.parent is None or listed.parent.type != "statement_list":
            raise Refusal("no-place", texts[0][0])
        made = [line for text, kind in texts for line in self._renewed(info, listed, text, kind)]
        self._declared(insert_after(info.file, listed, made))

    def before(self, info: FileInfo, statement: Node, texts: list[tuple[str, Type]]) -> None:
        """The same in front of a statement."""
        made = [line for text, kind in texts for line in self._renewed(info, statement, text, kind)]
        self._declared(insert_before(info.file, statement, made))

    def named(self, info: FileInfo, statement: Node, name: str, side: Side) -> None:
        """`name := slices.Clone(s.list)` in front of a statement."""
        self._note(side.type)
        made = self._call(info, statement, side.type, side.text)
        if made is None:
            raise Refusal("no-place", side.text)
        self._declared(insert_before(info.file, statement, [f"{name} := {made}"]))

    def with_elements(self, info: FileInfo, value: Node, method: str) -> None:
        """A copy of a map or slice of structs, each of them copied by a method, is returned."""
        statement, text = _listed(value), info.file.text(value)
        if statement is None or operands.has_call_or_receive(info, statement):
            raise Refusal("no-place", text)
        kind, name = info.type_of(value), fresh_name(info, value, "copied")
        made = self._call(info, value, kind, text)
        if made is None:
            lines_ = self._copied(info, value, name, text, kind, nil_shows=True)
        else:
            lines_ = [f"{name} := {made}"]
        key, element = ("k", f"{name}[k]") if kind.is_map else ("i", f"{name}[i]")
        lines_.append(f"for {key} := range {name} {{\n\t{element} = {element}.{method}()\n}}")
        self._declared(insert_before(info.file, statement, lines_))
        self.edits.append(Edit(info.path, value.start_byte, value.end_byte, name))

    def helper(
        self, info: FileInfo, at: int, owner: str, name: str, parts: list[tuple[str, Type]]
    ) -> None:
        """A method behind a type's declaration that copies a value with the maps it holds."""
        declaration = info.file.declaration_at(at)
        if declaration is None:
            raise Refusal("no-helper", owner)
        if (info.path, owner) in self._helped:
            return
        self._helped.add((info.path, owner))
        label, node = owner[:1].lower(), declaration.node
        made = [
            line for text, kind in parts for line in self._renewed(info, node, label + text, kind)
        ]
        body = "".join(f"\t{line}\n" for text in made for line in text.split("\n"))
        text = (
            f"\n\n// {name} returns a copy of {label} that has maps and slices of its own.\n"
            f"func ({label} {owner}) {name}() {owner} {{\n{body}\treturn {label}\n}}"
        )
        end = lines.line_end(info.file.data, declaration.span.end)
        self.edits.append(Edit(info.path, end, end, lines.placed(info.file, text, "")))

    def _declared(self, edits: tuple[Edit, ...]) -> None:
        self.edits += edits
        self._declares += edits

    def _renewed(self, info: FileInfo, at: Node, text: str, kind: Type) -> list[str]:
        self._note(kind)
        made = self._call(info, at, kind, text)
        if made is not None:
            return [f"{text} = {made}"]
        name = fresh_name(info, at, "copied")
        inner = "\n".join([*self._loop(info, at, name, text, kind), f"{text} = {name}"])
        return [f"if {text} != nil {{\n{_indented(inner)}\n}}"]

    def _call(self, info: FileInfo, at: Node, kind: Type, text: str) -> str | None:
        """The copy as one expression; None where it takes a loop."""
        package = "maps" if kind.is_map else "slices"
        name = self._experimental(info, at, package)
        if not name and self._has_clone(info, kind):
            name = self._import(info, at, package)
        if name:
            return f"{name}.Clone({text})"
        if kind.is_map:
            return None
        self._require(info, at, "append")
        if not re.fullmatch(r"[\w.]+", text):
            raise Refusal("not-stable", text)
        return f"append({text}[:0:0], {text}...)"

    def _has_clone(self, info: FileInfo, kind: Type) -> bool:
        version = self.context.workspace.language_version(info.path)
        if version != CLONING or not kind.is_map:
            return version >= CLONING
        measure = sizes.sizes_for(info.context.goarch)
        found = [measure.size(each) if measure else None for each in (kind.key, kind.element)]
        return all(size is not None and size <= _SHARES for size in found)

    def _experimental(self, info: FileInfo, at: Node, package: str) -> str:
        """The name of golang.org/x/exp/maps or slices where the file imports it."""
        found = info.lookup(package, at)
        ours = found is not None and found.kind == "package"
        return package if ours and found and found.package == _EXPERIMENTAL + package else ""

    def _import(self, info: FileInfo, at: Node, path: str) -> str:
        found = info.lookup(path, at)
        ours = found is None or (found.kind == "package" and found.package == path)
        wanted = self._imports.setdefault(info.path, _Imports(info.file))
        name = wanted.name(path, () if ours else (path,))
        denoted = info.lookup(name, at)
        if denoted is not None and (denoted.kind != "package" or denoted.package != path):
            raise Refusal("shadowed-import", name)
        return name

    def _before(
        self, info: FileInfo, value: Node, kind: Type, text: str, *, nil_shows: bool
    ) -> None:
        """The loop in front of the statement, or in the place of the declaration."""
        statement = _listed(value)
        if statement is None:
            raise Refusal("no-place", text)
        declared = _declared_alone(statement, value)
        if declared is not None:
            name = info.file.text(declared)
            made = self._copied(info, value, name, text, kind, nil_shows=nil_shows)
            self._in_place(info, statement, made)
            return
        if _may_run_writer(info, statement):
            raise Refusal("no-place", text)
        name = fresh_name(info, value, "copied")
        made = self._copied(info, value, name, text, kind, nil_shows=nil_shows)
        self._declared(insert_before(info.file, statement, made))
        self.edits.append(Edit(info.path, value.start_byte, value.end_byte, name))

    def _in_place(self, info: FileInfo, statement: Node, made: list[str]) -> None:
        """A comment that ends the declaration's line stays on it."""
        data = info.file.data
        rest = data[statement.end_byte : lines.line_end(data, statement.end_byte)].strip()
        if rest.startswith(b"//"):
            self._declared(replace_statement(info.file, statement, made[:1]))
            self._declared(insert_after(info.file, statement, made[1:]))
        else:
            self._declared(replace_statement(info.file, statement, made))

    def _copied(
        self, info: FileInfo, at: Node, name: str, text: str, kind: Type, *, nil_shows: bool
    ) -> list[str]:
        if not nil_shows:
            return self._loop(info, at, name, text, kind)
        inner = "\n".join(self._loop(info, at, name, text, kind)).replace(":=", "=", 1)
        spelled = self._spelled(info, at, kind)
        return [f"var {name} {spelled}", f"if {text} != nil {{\n{_indented(inner)}\n}}"]

    def _loop(self, info: FileInfo, at: Node, name: str, text: str, kind: Type) -> list[str]:
        for builtin in ("make", "len"):
            self._require(info, at, builtin)
        words = set(re.findall(r"\w+", f"{name} {text}"))
        key, value = ("k", "v") if not words & {"k", "v"} else ("key", "value")
        if words & {key, value}:
            key, value = (fresh_name(info, at, word) for word in ("key", "value"))
        spelled = self._spelled(info, at, kind)
        return [
            f"{name} := make({spelled}, len({text}))",
            f"for {key}, {value} := range {text} {{\n\t{name}[{key}] = {value}\n}}",
        ]

    def _spelled(self, info: FileInfo, at: Node, kind: Type) -> str:
        spelled = info.type_text(kind, at)
        if spelled is None:
            raise Refusal("unspellable-type", str(kind))
        return spelled

    def _require(self, info: FileInfo, at: Node, builtin: str) -> None:
        found = info.lookup(builtin, at)
        if found is not None and found.kind != "builtin":
            raise Refusal("shadowed-import", builtin)

    def _stable(self, info: FileInfo, value: Node) -> str:
        text = info.file.text(value)
        if not re.fullmatch(r"[\w.]+", text):
            raise Refusal("not-stable", text)
        return text

    def _note(self, kind: Type) -> None:
        element = kind.element
        if element.is_map or element.is_slice or element.is_pointer:
            what = "pointers point to" if element.is_pointer else "elements hold"
            self.notes.append(f"the copy is shallow: what its {what} stays shared")


def _indented(text: str) -> str:
    return "\n".join("\t" + line for line in text.split("\n"))


def _listed(node: Node) -> Node | None:
    """The statement around a node where that stands in a list and evaluates the node itself."""
    current: Node = node
    while current.parent is not None and current.parent.type != "statement_list":
        current = current.parent
        if current.type in ("func_literal", "block", "for_statement", "if_statement"):
            return None
        if current.type.endswith(("_switch_statement", "select_statement")):
            return None
    return current if current.parent is not None else None


def _declared_alone(statement: Node, value: Node) -> Node | None:
    """The name that a declaration of just one variable gives the value to."""
    spec = statement
    if statement.type == "var_declaration":
        found = nodes.first_named(statement)
        if found is None or found.type != "var_spec" or len(nodes.named(statement)) != 1:
            return None
        spec = found
        names = nodes.children_of(spec, "name")
    elif statement.type == "short_var_declaration":
        left = statement.child_by_field_name("left")
        names = nodes.expression_items(left) if left is not None else []
    else:
        return None
    given = spec.child_by_field_name("right") or spec.child_by_field_name("value")
    values = nodes.expression_items(given) if given is not None else []
    whole = len(values) == 1 and nodes.unparenthesized(values[0]) == nodes.unparenthesized(value)
    return names[0] if len(names) == 1 and whole else None


def _may_run_writer(info: FileInfo, statement: Node) -> bool:
    """Whether a statement runs code that the elements may be changed by before they are read."""
    for each in operands.evaluated(statement):
        if each.type == "unary_expression" and operands.operator_of(each) == "<-":
            return True
        runs = each.type == "call_expression" and operands.runs_code(info, each)
        if runs and not _is_apart(info, each):
            return True
    return False


def _is_apart(info: FileInfo, call: Node) -> bool:
    """Whether a call is of a function of another package that gets plain values alone."""
    package, _ = sharing.callees.called(info, call)
    if package in ("", "?", info.package.path):
        return False
    return all(info.type_of(each).is_basic for each in sharing.callees.arguments_of(call))

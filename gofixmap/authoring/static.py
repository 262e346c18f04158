"""A codemod's module read with libcst, never imported: its class, fields, imports and calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from msgspec import Struct, field

from gofixmap.errors import UsageError

API = "gofixmap.codemod"
UNKNOWN = object()  # the value of a field that is not a literal


class Field(Struct, frozen=True):
    """A class attribute: its literal value (`UNKNOWN` where it is computed), and its line."""

    value: Any
    line: int


class StaticCodemod(Struct):
    """What the text of one module says about the codemod in it."""

    path: Path
    classes: dict[str, int] = field(default_factory=dict)  # subclasses of Codemod, by line
    fields: dict[str, Field] = field(default_factory=dict)  # of the first of them
    methods: dict[str, int] = field(default_factory=dict)
    imports: list[tuple[str, int]] = field(default_factory=list)  # module names
    declined: list[tuple[str, int]] = field(default_factory=list)  # literal ids in decline(...)
    declines_freely: bool = False  # a decline(...) whose id is computed
    captures: list[tuple[str, int]] = field(default_factory=list)  # literal names asked of match

    def text(self, name: str) -> str:
        """The field's text, or "" where it is absent or computed."""
        found = self.fields.get(name)
        return found.value if found is not None and isinstance(found.value, str) else ""

    def mapping(self, name: str) -> Mapping[str, Any]:
        found = self.fields.get(name)
        return found.value if found is not None and isinstance(found.value, dict) else {}


def read_codemod(path: Path, base: str = "Codemod") -> StaticCodemod:
    """Read the module at `path`; raises UsageError where it is not readable Python.

    `base` is how the name of the class ends that the codemod's own derives from.
    """
    try:
        module = cst.parse_module(path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read it: {error.strerror}", where=str(path)) from error
    except cst.ParserSyntaxError as error:
        where = f"{path}:{error.raw_line}:{error.raw_column + 1}"
        raise UsageError("not valid Python", where=where) from error
    found = StaticCodemod(path)
    MetadataWrapper(module, unsafe_skip_copy=True).visit(_Reader(found, base))
    return found


class _Reader(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, found: StaticCodemod, base: str) -> None:
        super().__init__()
        self._found = found
        self._base = base
        self._classes: list[str] = []
        self._depth = 0  # functions around the current node

    def _line(self, node: cst.CSTNode) -> int:
        position = self.get_metadata(PositionProvider, node)
        return int(position.start.line)

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._classes.append(node.name.value)
        if any(_name(base.value).endswith(self._base) for base in node.bases):
            self._found.classes[node.name.value] = self._line(node)

    def leave_ClassDef(self, original_node: cst.ClassDef) -> None:
        self._classes.pop()

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        if self._in_codemod():
            self._found.methods[node.name.value] = self._line(node)
        self._depth += 1

    def leave_FunctionDef(self, original_node: cst.FunctionDef) -> None:
        self._depth -= 1

    def _in_codemod(self) -> bool:
        """Whether the node is in the body of the first codemod class, outside its methods."""
        first = next(iter(self._found.classes), None)
        return self._depth == 0 and self._classes == [first]

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            self._field(target.target, node.value)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        if node.value is not None:
            self._field(node.target, node.value)

    def _field(self, target: cst.CSTNode, value: cst.BaseExpression) -> None:
        if self._in_codemod() and isinstance(target, cst.Name):
            self._found.fields[target.value] = Field(literal(value), self._line(value))

    def visit_Import(self, node: cst.Import) -> None:
        for alias in node.names:
            self._found.imports.append((_name(alias.name), self._line(node)))

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:
        dots = "." * len(node.relative)
        module = dots + (_name(node.module) if node.module is not None else "")
        names = (
            [] if isinstance(node.names, cst.ImportStar) else [_name(n.name) for n in node.names]
        )
        # `from gofixmap import engine` imports a module as much as `import gofixmap.engine` does.
        modules = [f"{module}.{name}" for name in names] if module == "gofixmap" else [module]
        self._found.imports += [(each, self._line(node)) for each in modules]

    def visit_Call(self, node: cst.Call) -> None:
        called = _name(node.func)
        arguments = [literal(argument.value) for argument in node.args]
        if called.endswith(".decline"):
            self._decline(node, arguments)
        elif re.fullmatch(r"match\.(node|all|get|text)", called) and arguments:
            self._capture(arguments[0], node)

    def _decline(self, node: cst.Call, arguments: list[Any]) -> None:
        by_name = {a.keyword.value: literal(a.value) for a in node.args if a.keyword is not None}
        reason = by_name.get("reason_id", arguments[1] if len(arguments) > 1 else UNKNOWN)
        if isinstance(reason, str):
            self._found.declined.append((reason, self._line(node)))
        else:
            self._found.declines_freely = True

    def visit_Subscript(self, node: cst.Subscript) -> None:
        if _name(node.value) == "match" and isinstance(node.slice[0].slice, cst.Index):
            self._capture(literal(node.slice[0].slice.value), node)

    def _capture(self, name: object, node: cst.CSTNode) -> None:
        if isinstance(name, str):
            self._found.captures.append((name, self._line(node)))


def _name(node: cst.CSTNode) -> str:
    """The dotted name of a name or attribute, or "" where it is another expression."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return f"{_name(node.value)}.{node.attr.value}"
    return ""


def literal(node: cst.BaseExpression) -> Any:  # noqa: ANN401 - any literal
    """The value of a literal expression, `UNKNOWN` where it is computed.

    `Safety.X` gives the text "Safety.X", `re.compile(rb"...")` its pattern, and a call of
    `Option` the mapping of its arguments, with those given by place under their numbers.
    """
    if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        value = node.evaluated_value
        return UNKNOWN if value is None else value
    if isinstance(node, (cst.Tuple, cst.List)):
        items = [literal(element.value) for element in node.elements]
        return UNKNOWN if UNKNOWN in items else tuple(items)
    if isinstance(node, cst.Dict):
        return _dictionary(node)
    if isinstance(node, cst.Call):
        return _call(node)
    return _word(node)


def _dictionary(node: cst.Dict) -> Any:  # noqa: ANN401 - a mapping or UNKNOWN
    result: dict[str, Any] = {}
    for element in node.elements:
        key = literal(element.key) if isinstance(element, cst.DictElement) else UNKNOWN
        if not isinstance(key, str):
            return UNKNOWN
        result[key] = literal(element.value)
    return result


def _call(node: cst.Call) -> Any:  # noqa: ANN401 - a pattern, an option, or UNKNOWN
    called = _name(node.func)
    values = {
        str(place) if argument.keyword is None else argument.keyword.value: literal(argument.value)
        for place, argument in enumerate(node.args)
    }
    if called == "re.compile":
        return values.get("0", UNKNOWN)
    return values if called == "Option" else UNKNOWN


def _word(node: cst.BaseExpression) -> Any:  # noqa: ANN401 - a number, a truth value, a tier
    if isinstance(node, cst.Integer):
        return node.evaluated_value
    name = _name(node)
    if name in ("True", "False", "None"):
        return {"True": True, "False": False, "None": None}[name]
    return name if name.startswith("Safety.") else UNKNOWN

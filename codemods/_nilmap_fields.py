"""Map fields and package variables that nothing ever makes, but something writes to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_edits import Refusal, at_declaration, in_literal
from gofixmap_codemods._nilmap_locals import first_of_lists, guarded
from gofixmap_codemods._nilmap_seen import is_seen_made
from gofixmap_codemods._nilmap_uses import drops, inserts, is_chain, is_nil, makes, root_of
from msgspec import Struct

from gofixmap.codemod import Edit, nodes, sharing, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Function, Package, Semantics, Type, Variable

Kind = sharing.VariableKind
Operation = sharing.Operation
# Packages that fill the exported fields of a struct without naming them.
_FILLING = re.compile(
    r"^(encoding/(?!hex|base|binary)|reflect$|flag$|text/template|database/sql)"
    r"|(^|[/.-])(yaml|toml|json|jsoniter|bson|cbor|msgpack|proto|protobuf|mapstructure|viper|koanf|"
    r"envconfig|env|kingpin|kong|cobra|pflag|go-flags|dig|fx|wire|inject|sqlx|gorm|xorm|ent|copier|"
    r"deepcopy|mergo|hcl|hcldec|gohcl|conversion|unsafe)\b"
)


class NilField(Struct, frozen=True):
    """Writes to a field or package variable for which no map is ever made."""

    variable: Variable
    writes: tuple[Access, ...]

    @property
    def first(self) -> Access:
        return self.writes[0]

    def edits(self) -> tuple[list[Edit], str]:
        """The edits, and what they do. Raises Refusal."""
        variable = self.variable
        if variable.kind is Kind.PACKAGE:
            edits = [edit for each in _declarations(variable) for edit in at_declaration(each)]
            return edits, f"Make {variable.name} where it is declared"
        literal = only_literal(variable)
        if literal is not None:
            kind = _field_type(literal.info, literal.node, variable)
            edits = in_literal(literal.info, literal.node, variable.name, kind)
            return edits, f"Make {variable.name} where the {variable.owner} is made"
        return lazily(self.writes), f"Make {variable.name} before the first write"


def lazily(writes: Sequence[Access]) -> list[Edit]:
    """A check in front of each write. Raises Refusal where one of them is lost or has no place."""
    for write in writes:
        check_target(write.info, write.node)
    return [edit for each in first_of_lists(writes) for edit in guarded(each)]


def check_target(info: FileInfo, target: Node) -> None:
    """Raises Refusal where a map made for `target` would be lost, or `target` be evaluated anew."""
    if not is_chain(info, target):
        raise Refusal("unstable-map", info, target)
    found = info.object_of(root_of(target))
    if target.type != "selector_expression" or found is None or found.type.is_pointer:
        return
    chosen = info.selection(target)
    if chosen is not None and (chosen.through_pointer or chosen.operand_is_pointer):
        return
    if _passes_pointer(info, target):
        return
    if found.role == "receiver":
        raise Refusal("value-receiver", info, target)
    if found.role in ("param", "range", "typeswitch"):
        raise Refusal("copy", info, target, found.name)


def _passes_pointer(info: FileInfo, target: Node) -> bool:
    """Whether the way from the variable to the field leads through a pointer."""
    node: Node | None = target
    while node is not None and node.type in ("selector_expression", "index_expression"):
        chosen = info.selection(node)
        if chosen is not None and (chosen.through_pointer or chosen.operand_is_pointer):
            return True
        if node.type == "index_expression" and info.index_kind(node) != "array":
            return True
        node = node.child_by_field_name("operand")
    return node is not None and node.type == "unary_expression"


def nil_field(
    semantics: Semantics, variable: Variable, writer: Package | None = None
) -> NilField | None:
    """What is wrong with a map field or package variable; None for nothing, or for not known.

    `writer` is the package with the write that raised the question.
    """
    if not variable.type.is_map or may_be_filled(semantics, variable):
        return None
    if is_seen_made(semantics, variable, writer):
        return None
    found = sharing.accesses_of(semantics, variable)
    if not found.is_complete or any(_may_have_map(each) for each in found.all):
        return None
    writes = tuple(
        each
        for each in found.all
        if inserts(each) and each.function is not None and not each.info.file.is_test
    )
    if not writes or (variable.kind is Kind.FIELD and _is_set_by_literal(semantics, variable)):
        return None
    return NilField(variable, writes)


def _may_have_map(access: Access) -> bool:
    """Whether a use makes the map, or looks for it: then somebody thought of nil."""
    return makes(access) or access.operation is Operation.COMPARE


def _is_set_by_literal(semantics: Semantics, variable: Variable) -> bool:
    for literal in sharing.literals_of(semantics, variable):
        value = literal.values.get(variable.name)
        if value is not None and not is_nil(literal.info, value):
            return True
    sites: Iterable[sharing.CopySite] = sharing.copies_of(semantics, variable)
    return any(site.how == "conversion" for site in sites)


def may_be_filled(semantics: Semantics, variable: Variable) -> bool:
    """Whether code that does not name the variable can give it a map."""
    package = variable.info.package
    if variable.kind is Kind.FIELD and (variable.place is not None or _tag(variable)):
        return True
    if _imports(semantics, variable, re.compile(r"^(unsafe|C)$")):
        return True
    if not variable.is_exported:
        return False
    is_public = variable.kind is Kind.PACKAGE or variable.owner[:1].isupper()
    if is_public and package.importable_outside:
        return True
    return variable.kind is Kind.FIELD and _imports(semantics, variable, _FILLING)


def _tag(variable: Variable) -> bool:
    return variable.declaration.child_by_field_name("tag") is not None


def _imports(semantics: Semantics, variable: Variable, pattern: re.Pattern[str]) -> bool:
    package = variable.info.package
    return any(
        pattern.search(imported)
        for path in package.all_files
        for imported in semantics.workspace.imports_of(path)
    )


def only_literal(variable: Variable) -> sharing.Literal | None:
    """The one place of the program that makes the struct, if it is a literal in a constructor."""
    semantics = variable.info.semantics
    found = [
        each for each in sharing.literals_of(semantics, variable) if not each.info.file.is_test
    ]
    if len(found) != 1 or found[0].form != "literal":
        return None
    literal = found[0]
    if not (literal.keyed or literal.is_empty) or variable.name in literal.values:
        return None
    if not _is_constructor(literal):
        return None
    return literal


def _is_constructor(literal: sharing.Literal) -> bool:
    """Whether a function that gives the struct, or a pointer to it, holds the literal."""
    function = literal.function
    result = function.child_by_field_name("result") if function is not None else None
    kind = literal.info.type_of(literal.node)
    if result is None or kind.is_unknown:
        return False
    name = str(kind.unaliased).rpartition(".")[2].partition("[")[0]
    return re.search(rf"\b{re.escape(name)}\b", literal.info.file.text(result)) is not None


def _is_of_package(literal: sharing.Literal) -> bool:
    """`gr = &groups{...}`, gr a package variable."""
    node = literal.node
    while node.parent is not None and node.parent.type in ("unary_expression", "expression_list"):
        node = node.parent
    statement = node.parent
    if statement is None or statement.type != "assignment_statement":
        return False
    left = statement.child_by_field_name("left")
    target = (
        sharing.variable_denoted(literal.info, nodes.expression_items(left)[0]) if left else None
    )
    return target is not None and target.kind is Kind.PACKAGE


def _field_type(info: FileInfo, literal: Node, variable: Variable) -> Type:
    kind = info.type_of(literal)
    for field in kind.fields:
        if field.name == variable.name:
            return field.type
    return variable.type


def _declarations(variable: Variable) -> tuple[Variable, ...]:
    """All build variants of a package variable."""
    return sharing.declarations_of(variable.info.semantics, variable)


def is_always_made(variable: Variable) -> bool:
    """Whether the variable starts with a map, in every struct that has it, and keeps one."""
    semantics = variable.info.semantics
    found = sharing.accesses_of(semantics, variable)
    if not found.is_complete or any(_may_drop(each) for each in found.all):
        return False
    if variable.kind is Kind.PACKAGE:
        return any(each.operation is Operation.INITIALIZE for each in found.all)
    literals = sharing.literals_of(semantics, variable)
    return bool(literals) and all(
        (value := each.values.get(variable.name)) is not None and is_made(each.info, value)
        for each in literals
    )


def _may_drop(access: Access) -> bool:
    """Whether the variable may be nil behind it: what it is given is not made right there."""
    if access.operation in (Operation.ASSIGN, Operation.INITIALIZE):
        return access.value is None or not is_made(access.info, access.value)
    return drops(access) or access.operation is Operation.ADDRESS


def is_made(info: FileInfo, value: Node) -> bool:
    """`make(M)`, `M{...}`."""
    value = nodes.unparenthesized(value)
    if value.type == "composite_literal":
        return True
    if value.type != "call_expression":
        return False
    return sharing.callees.called(info, value) in (("", "make"), ("maps", "Collect"))


def result_literals(function: Function) -> list[tuple[sharing.Literal, Mapping[str, Node]]]:
    """The literals that a function gives, or keeps in a package variable, with what they set."""
    info = function.info
    found: list[tuple[sharing.Literal, Mapping[str, Node]]] = []
    for node in walk(function.node):
        if node.type != "composite_literal" or not info.type_of(node).is_struct:
            continue
        for literal in sharing.literals_of(info.semantics, info.type_of(node)):
            is_it = literal.path == info.path and literal.node == node
            is_kept = _is_constructor(literal) or _is_of_package(literal)
            if is_it and (literal.keyed or literal.is_empty) and is_kept:
                found.append((literal, literal.values))
    return found

"""The fix: fields, what the goroutines watch, the method, constructors that fail, call sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._genclose_callers import deferred_at_calls
from gofixmap_codemods._genclose_failing import released_on_failure
from gofixmap_codemods._genclose_goroutines import Producer, producers_of, stopping
from gofixmap_codemods._genclose_method import Names, method_text
from gofixmap_codemods._genclose_refusal import Refused
from gofixmap_codemods._genclose_resources import Resource, resources_of
from gofixmap_codemods._genclose_subject import ENDING, Subject
from msgspec import Struct, field

from gofixmap.codemod import (
    Edit,
    Fix,
    add_imports,
    enclosing,
    indentation,
    insert_before,
    insert_field,
    lifetime,
    lines,
    members,
    nocopy_reason,
    nodes,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class _Changes(Struct):
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    imports: dict[str, set[str]] = field(default_factory=dict)  # by path of the file


def plan(subject: Subject) -> Fix:
    """Raises Refused where the type needs no Close, has one, or cannot be given one."""
    _check_absent(subject)
    resources, given = resources_of(subject)
    producers = producers_of(subject, frozenset(each.name for each in resources))
    if not resources and not producers:
        if given:
            raise Refused("injected-resource", ", ".join(given))
        raise Refused("nothing-owned", subject.text)
    _check_not_released(subject, resources)
    _check_copies(subject)
    _check_embedded(subject)
    names = _names(subject, resources, producers)
    changes = _Changes()
    _fields(subject, names, changes)
    if names.stop:
        _made_in_literals(subject, names, changes)
    for producer in producers:
        _stopped(subject, producer, names, changes)
    _method(subject, names, resources, producers, changes)
    changes.edits += released_on_failure(subject, resources)
    owned = frozenset(each.name for each in resources)
    edits, notes = deferred_at_calls(subject, owned)
    changes.edits += edits
    changes.notes += [*_general_notes(given), *notes]
    return _fix(subject, changes)


def _general_notes(given: tuple[str, ...]) -> list[str]:
    notes = ["the type satisfies io.Closer now; code that asks for one finds it"]
    notes += [f"{name} was handed in and stays open: who made it closes it" for name in given]
    return notes


def _check_absent(subject: Subject) -> None:
    for method in subject.methods:
        short = method.name.rpartition(".")[2]
        if short[:1].upper() + short[1:] in ENDING:
            raise Refused("close-exists", short)
    for name in ("Close", "Stop", "Shutdown"):
        found = members.find_member(subject.type, name, subject.info.package.path)
        if found is not None:
            raise Refused("promoted-close", name)


def _check_not_released(subject: Subject, resources: tuple[Resource, ...]) -> None:
    """Raises Refused where a function releases a field and puts no other value there: it is the
    owner."""
    for resource in resources:
        accesses = sharing.accesses_of(subject.context.semantics, resource.variable)
        for site in lifetime.releases_in(subject.context.semantics, resource.variable):
            home = enclosing(site.access.node, *_DECLARED)
            replaced = any(
                each.writes and each.path == site.access.path and _is_in(each.node, home)
                for each in accesses.all
                if each.value is None or each.value.type != "nil"
            )
            if not replaced:
                raise Refused("close-exists", f"{resource.name} released at {site.where}")


_DECLARED = ("function_declaration", "method_declaration")


def _is_in(node: Node, home: Node | None) -> bool:
    return home is not None and home.start_byte <= node.start_byte < home.end_byte


def _check_copies(subject: Subject) -> None:
    if isinstance(nocopy_reason(subject.type), str):
        return
    for site in sharing.copies_of(subject.context.semantics, subject.type):
        line = site.info.file.lines.line_of(site.node.start_byte)
        raise Refused("copied-struct", f"{site.path.rpartition('/')[2]}:{line}")


def _check_embedded(subject: Subject) -> None:
    """A struct that embeds the type would get its Close, and may then be closed by others."""
    workspace = subject.context.workspace
    needle = subject.text.encode()
    for path in workspace.files_containing(needle):
        info = subject.context.semantics.file(path)
        for declaration in info.file.declarations:
            if declaration.keyword == "type" and needle in declaration.text:
                for node in walk(declaration.node):
                    if node.type == "field_declaration" and _embeds(subject, info, node):
                        raise Refused("promoted-close", info.file.text(node))


def _embeds(subject: Subject, info: FileInfo, node: Node) -> bool:
    if nodes.children_of(node, "name"):
        return False
    written = node.child_by_field_name("type")
    return written is not None and subject.is_it(info.type_of(written))


def _names(
    subject: Subject, resources: tuple[Resource, ...], producers: tuple[Producer, ...]
) -> Names:
    watching = any(not each.ended_by for each in producers)
    errors = any(each.release.returns_error for each in resources)
    return Names(
        once=subject.free_member("closeOnce", "closingOnce"),
        error=subject.free_member("closeErr", "closingErr") if errors else "",
        stop=subject.free_member("stop", "stopping", "quit", "closing") if watching else "",
        group=subject.free_member("wg", "running", "goroutines") if producers else "",
    )


def _fields(subject: Subject, names: Names, changes: _Changes) -> None:
    sync = _import(subject.info, "sync", changes)
    wanted = [
        (names.stop, "chan struct{}", "// closed by Close"),
        (names.group, f"{sync}.WaitGroup", ""),
        (names.once, f"{sync}.Once", ""),
        (names.error, "error", ""),
    ]
    rows = [f"{name} {kind} {comment}".strip() for name, kind, comment in wanted if name]
    changes.edits += insert_field(subject.info.file, subject.body, "\n".join(rows))


def _import(info: FileInfo, path: str, changes: _Changes) -> str:
    changes.imports.setdefault(info.path, set()).add(path)
    _, names = add_imports(info.file, {path: ""})
    return names[path]


def _made_in_literals(subject: Subject, names: Names, changes: _Changes) -> None:
    """`stop: make(chan struct{})` in the literals of the constructors."""
    found = False
    homes = {(each.path, each.node.start_byte) for each in subject.constructors}
    for literal in sharing.literals_of(subject.context.semantics, subject.type):
        if literal.info.file.is_test:
            continue
        function = literal.function
        inside = function is not None and (literal.path, function.start_byte) in homes
        if literal.form != "literal" or not inside or not (literal.keyed or literal.is_empty):
            line = literal.info.file.lines.line_of(literal.node.start_byte)
            raise Refused("no-constructor", f"{literal.path.rpartition('/')[2]}:{line}")
        changes.edits += _with_element(literal, f"{names.stop}: make(chan struct{{}})")
        found = True
    if not found:
        raise Refused("no-constructor", subject.text)


def _with_element(literal: sharing.Literal, text: str) -> tuple[Edit, ...]:
    file = literal.info.file
    body = literal.node.child_by_field_name("body") or literal.node
    elements = nodes.named(body)
    if not elements:
        return (Edit(file.path, body.start_byte + 1, body.start_byte + 1, text),)
    last = elements[-1]
    if b"\n" not in file.data[last.end_byte : body.end_byte]:
        return (Edit(file.path, last.end_byte, last.end_byte, f", {text}"),)
    at = last.end_byte + 1 if file.data[last.end_byte : last.end_byte + 1] == b"," else None
    if at is None:
        raise Refused("no-place", "a literal without a comma at its end")
    end = lines.line_end(file.data, at)
    indent = indentation(file.data, last.start_byte)
    return (Edit(file.path, end, end, f"{lines.newline(file.data)}{indent}{text},"),)


def _stopped(subject: Subject, producer: Producer, names: Names, changes: _Changes) -> None:
    """The goroutine is counted before it starts, says when it ends, and watches the channel."""
    start, body = producer.start, producer.body
    statement = start.node.parent
    if statement is None or statement.type != "go_statement":
        raise Refused("goroutine-exit-unknown", start.how)
    base = base_in(subject, start.starter)
    changes.edits += insert_before(start.info.file, statement, [f"{base}.{names.group}.Add(1)"])
    if not body.is_literal:
        calls = subject.graph.calls_to(body, tests=False)
        if any(call.kind is not sharing.CallKind.GO for call in calls):
            raise Refused("goroutine-exit-unknown", f"{body.name} is called as well")
    first = _first_statement(body)
    own = base_in(subject, body)
    changes.edits += insert_before(body.info.file, first, [f"defer {own}.{names.group}.Done()"])
    if not producer.ended_by:
        watched = f"{base_in(subject, producer.runner)}.{names.stop}"
        changes.edits += stopping(producer, watched)


def _first_statement(function: sharing.Function) -> Node:
    listed = nodes.first_named(function.body)
    first = nodes.first_named(listed) if listed is not None else None
    if first is None:
        raise Refused("goroutine-exit-unknown", function.name)
    return first


def base_in(subject: Subject, function: sharing.Function) -> str:
    """How a function names the value of the type: its receiver, or a constructor's local."""
    top = function.top
    if top in subject.methods and top.receiver not in ("", "_"):
        return top.receiver
    for node in walk(top.body):
        if node.type == "short_var_declaration":
            left = node.child_by_field_name("left")
            first = nodes.expression_items(left)[0] if left is not None else None
            if first is not None and subject.is_it(top.info.type_of(first)):
                return top.info.file.text(first)
    raise Refused("no-place", f"{top.name} has no name for the value")


def _method(
    subject: Subject,
    names: Names,
    resources: tuple[Resource, ...],
    producers: tuple[Producer, ...],
    changes: _Changes,
) -> None:
    behind = subject.maker
    home = behind.info if behind is not None else subject.info
    declaration = home.file.declaration_at(
        behind.node.start_byte if behind is not None else subject.name.start_byte
    )
    assert declaration is not None
    joins = subject.version >= (1, 20)
    several = sum(each.release.returns_error for each in resources) > 1 or any(
        each.elements and each.release.returns_error for each in resources
    )
    errors = _import(home, "errors", changes) if joins and several else ""
    text = method_text(subject, names, resources, producers, errors)
    end = declaration.span.end
    ending = lines.newline(home.file.data)
    changes.edits.append(Edit(home.path, end, end, (f"\n\n{text}").replace("\n", ending)))


def _fix(subject: Subject, changes: _Changes) -> Fix:
    edits = list(changes.edits)
    for path, wanted in changes.imports.items():
        info = subject.context.semantics.file(path)
        edits += add_imports(info.file, dict.fromkeys(wanted, ""))[0]
    claims = subject.context.claims_on(edits)
    return Fix(f"Give {subject.text} a Close", tuple(edits), tuple(changes.notes), claims)

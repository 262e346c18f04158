"""The whole conversion of one method: guards, edits where it is declared and used, the tier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._receiver_body import body_edits, header_edit
from gofixmap_codemods._receiver_calls import CallSites, compiles_anyway, place
from gofixmap_codemods._receiver_flows import is_foreign_result, is_literal, taking_address
from gofixmap_codemods._receiver_method import Method
from gofixmap_codemods._receiver_range import rewrite_ranges
from gofixmap_codemods._receiver_refusal import Refusal
from gofixmap_codemods._receiver_strangers import may_ask, tells_apart
from msgspec import Struct, field

from gofixmap.codemod import (
    Edit,
    Fix,
    Safety,
    flows,
    interfaces,
    uses,
    uses_of,
)

if TYPE_CHECKING:
    from gofixmap.codemod import Context

_SHOWN = 3  # places that a note lists before it counts the rest


class Plan(Struct):
    """A conversion as it comes together. `named` says that the user asked for the method."""

    context: Context
    method: Method
    mutates: bool
    named: bool
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    safety: Safety = Safety.SAFE

    def make(self) -> tuple[Fix, Safety]:
        """The fix and its tier. Raises Refusal, the cheapest reason first."""
        self._guard()
        self._edit_declarations()
        self._check_names()
        self._edit_uses()
        self._check_flows()
        title = f"give {self.method.name} a pointer receiver, *{self.method.type}"
        return Fix(title, tuple(self.edits), tuple(dict.fromkeys(self.notes))), self.safety

    def _raise_to(self, safety: Safety) -> None:
        self.safety = max(self.safety, safety)

    def _guard(self) -> None:
        method, owner = self.method, self.method.owner
        for variant in method.variants:
            if variant.declaration.has_error:
                raise Refusal("closed-world-broken", variant.path, None, method.name)
            kind = variant.info.type_of(variant.receiver_type)
            if not uses.is_type_named(kind, method.package, method.type):
                # Declared through an alias: uses are known by the type's own name.
                raise Refusal("unresolved-use", variant.path, variant.receiver_type, method.type)
            imported = {spec.path for spec in variant.info.file.imports}
            for path, reason in (("C", "cgo"), ("unsafe", "unsafe")):
                if path in imported:
                    raise Refusal(reason, variant.path)
        if self.context.workspace.has_assembly(owner.dir):
            raise Refusal("assembly", method.first.path)
        self._check_linknames()
        if method.is_exported and owner.importable_outside and not self.named:
            raise Refusal("exported-api", method.first.path)
        if method.type[:1].isupper() and not (owner.is_main or owner.is_internal):
            self._raise_to(Safety.REVIEW)

        elif self._is_handed_out():
            self.notes.append(f"other modules can hold values of {method.type}")
            self._raise_to(Safety.REVIEW)

    def _is_handed_out(self) -> bool:
        """Whether an exported function of an importable package has the unexported type in it."""
        method, owner = self.method, self.method.owner
        if not (method.name[:1].isupper() and owner.importable_outside):
            return False
        word = re.compile(rf"(?<![\w*.]){re.escape(method.type)}\b".encode())
        for path in owner.files:
            file = self.context.workspace.file(path)
            for each in file.declarations if file is not None else ():
                name = each.method[1] if each.method is not None else "".join(each.names)
                if each.keyword == "func" and name[:1].isupper():
                    head = each.text.partition(b"{")[0]
                    if word.search(head.partition(b")")[2] if each.method is not None else head):
                        return True
        return False

    def _check_linknames(self) -> None:
        symbol = re.compile(
            rf"\.\(?\*?{re.escape(self.method.type)}\)?\.{re.escape(self.method.name)}\b"
        )
        for path in self.context.workspace.files_containing(b"//go:linkname"):
            file = self.context.workspace.file(path)
            for directive in file.directives if file is not None else ():
                if directive.name == "go:linkname" and symbol.search(directive.argument):
                    raise Refusal("linkname", path)

    def _edit_declarations(self) -> None:
        for variant in self.method.variants:
            self.edits.append(header_edit(variant))
            self.edits += body_edits(variant)

    def _check_templates(self) -> None:
        """Templates call methods by name, on fields and elements that have no address too."""
        method = self.method
        if not method.name[:1].isupper() or method.arity[1] not in (1, 2):
            return
        action = re.compile(rf"\{{\{{[^{{}}]*\.{re.escape(method.name)}\b".encode())
        for path in self.context.workspace.files_containing(b'/template"'):
            file = self.context.workspace.file(path)
            if file is not None and action.search(file.data):
                self._warn_or_refuse(
                    "interface-method-name",
                    f"a template in {path} calls {method.name}, which it can no longer do on a "
                    f"{method.type} without an address",
                    f"a template in {path}",
                )
                return

    def _check_names(self) -> None:
        """Interfaces that look the method up by its name."""
        self._check_templates()
        method = self.method
        if interfaces.is_well_known(method.name, method.arity):
            self._warn_or_refuse(
                "interface-method-name",
                f"packages look up {method.name} at run time: values of {method.type} lose it, "
                f"only *{method.type} keeps it",
                method.name,
            )
        for found in interfaces.interface_methods_named(
            self.context.semantics, method.package, method.name
        ):
            if found.arity == method.arity:
                file = self.context.workspace.file(found.path)
                line = file.lines.line_of(found.span.start) if file is not None else 0
                name = found.interface or "an interface"
                where = f"{name} at {found.path}:{line}"
                self._warn_or_refuse(
                    "interface-method-name",
                    f"{where} has a method {method.name}: values of {method.type} no longer "
                    "implement it",
                    where,
                )
                return

    def _warn_or_refuse(
        self, reason: str, note: str, what: str, flow: flows.Flow | None = None
    ) -> None:
        if not self.named:
            path = flow.path if flow is not None else self.method.first.path
            raise Refusal(reason, path, flow.node if flow is not None else None, what)
        self.notes.append(note)
        self._raise_to(Safety.REVIEW)

    def _edit_uses(self) -> None:
        found = uses_of(self.context.semantics, self.method)
        if found.unparsable:
            broken = found.unparsable[0]
            raise Refusal("closed-world-broken", broken.file.path, None, self.method.name)
        if found.unread:
            raise Refusal("closed-world-broken", found.unread[0], None, self.method.name)
        for use in found.unresolved:
            if not compiles_anyway(use, called=not self.named):
                raise Refusal("unresolved-use", use.path, use.node, use.info.file.text(use.node))
        calls = CallSites(self.mutates)
        calls.add(found.uses)
        self.edits += calls.edits
        self.notes += calls.notes
        for rewritten in rewrite_ranges(calls.on_range):
            self.edits += rewritten.edits
            if rewritten.edits or rewritten.note:
                self._raise_to(Safety.REVIEW)
            if rewritten.note:
                self.notes.append(rewritten.note)
        if calls.reviewed:
            self._raise_to(Safety.REVIEW)

    def _check_flows(self) -> None:
        """Values in interfaces lose the method, pointers in interfaces keep it."""
        method = self.method
        looked_up = interfaces.is_well_known(method.name, method.arity, streams=True)
        carrier = flows.Carrier(method.package, method.type, method.name, looked_up)
        found = list(flows.flows_of(self.context.semantics, carrier))
        for flow in found:
            if tells_apart(flow, method):
                raise Refusal("error-value", flow.path, flow.node)
        found = self._by_address(found, carrier)
        for flow in found:
            if flow.kind == "value" and flow.needs:
                raise Refusal("interface-flow", flow.path, flow.node, "would not compile")
            if self.named and flow.kind == "unknown" and may_ask(self.context, flow, method):
                raise Refusal("unresolved-use", flow.path, flow.node)
        by_value = [flow for flow in found if flow.kind != "pointer"]
        if by_value and looked_up:
            self._warn(by_value, "interface-method-name")
        self._warn(by_value, "interface-flow")
        if found:
            self._raise_to(Safety.REVIEW)

    def _by_address(self, found: Sequence[flows.Flow], carrier: flows.Carrier) -> list[flows.Flow]:
        """Gives interfaces the addresses of literals where they ask for the method; the others."""
        literals = [flow for flow in found if self._takes_address(flow)]
        rest = [flow for flow in found if flow not in literals]
        if not literals:
            return rest
        if flows.is_asked_for(self.context.semantics, carrier):
            return list(found)
        self.edits += [taking_address(flow) for flow in literals]
        self.notes += [
            f"the interface holds a *{self.method.type} at {place(flow.info, flow.node)} from "
            "now on: its copies share one value"
            for flow in literals
        ]
        self._raise_to(Safety.REVIEW)
        return rest

    def _takes_address(self, flow: flows.Flow) -> bool:
        if not is_literal(flow, self.method):
            return False
        if flow.kind == "unknown":
            return self.named and is_foreign_result(flow)
        return flow.kind == "value" and flow.needs

    def _warn(self, met: Sequence[flows.Flow], reason: str) -> None:
        """Refuses the first flow by value, or, where the user named the method, tells of all."""
        if not met:
            return
        first = met[0]
        where = place(first.info, first.node)
        if first.kind == "unknown" and not self.named:
            raise Refusal("unresolved-use", first.path, first.node, where)
        places = list(dict.fromkeys(place(flow.info, flow.node) for flow in met))
        shown = ", ".join(places[:_SHOWN])
        if len(places) > _SHOWN:
            shown += f" and {len(places) - _SHOWN} other places"
        note = (
            f"values of {self.method.type} become interfaces at {shown}: "
            f"they no longer have the method {self.method.name} there"
        )
        self._warn_or_refuse(reason, note, where, first)

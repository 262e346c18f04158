"""The text of the generated Close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._genclose_refusal import Refused
from msgspec import Struct

from gofixmap.codemod import lifetime

if TYPE_CHECKING:
    from gofixmap_codemods._genclose_goroutines import Producer
    from gofixmap_codemods._genclose_resources import Resource
    from gofixmap_codemods._genclose_subject import Subject


class Names(Struct, frozen=True):
    """The fields that Close needs; "" for those that it does not."""

    once: str
    error: str
    stop: str
    group: str


def method_text(
    subject: Subject,
    names: Names,
    resources: tuple[Resource, ...],
    producers: tuple[Producer, ...],
    errors: str,
) -> str:
    """The declaration of Close, from its comment to its brace. `errors` is the name of the package
    whose Join is used, "" where the first error is kept."""
    writer = _Writer(subject, names, errors)
    ends = {each.ended_by for each in producers}
    first = [each for each in reversed(resources) if each.is_cancel or each.name in ends]
    later = [each for each in reversed(resources) if each not in first]
    several = [each for each in resources if each.release.returns_error]
    writer.many = len(several) > 1 or any(each.elements for each in several)
    writer.opens = bool(resources)
    body: list[str] = []
    if names.error and writer.many and errors:
        body.append("var errs []error")
    if names.stop:
        stop = f"{writer.base}.{names.stop}"
        body.append(f"if {stop} != nil {{\n\tclose({stop})\n}}")
    body += [writer.release(each) for each in first]
    if names.group:
        body.append(f"{writer.base}.{names.group}.Wait()")
    body += [writer.release(each) for each in later]
    if names.error and writer.many and errors:
        body.append(f"{writer.base}.{names.error} = {errors}.Join(errs...)")
    return writer.method(body, bool(producers))


class _Writer:
    def __init__(self, subject: Subject, names: Names, errors: str) -> None:
        self.subject = subject
        self.names = names
        self.errors = errors
        self.many = False
        self.opens = False
        self.base, self._receiver = subject.receiver

    def method(self, body: list[str], waits: bool) -> str:
        inner = "\n".join(body).replace("\n", "\n\t\t")
        result = f"{self.base}.{self.names.error}" if self.names.error else "nil"
        name = self.subject.text
        what = f"closes what the {name} has opened"
        if waits:
            what = f"ends the goroutines of the {name}"
            what += " and closes what it has opened" if self.opens else ""
        return (
            f"// Close {what}.\n// It may be called more than once.\n"
            f"func ({self._receiver}) Close() error {{\n"
            f"\t{self.base}.{self.names.once}.Do(func() {{\n\t\t{inner}\n\t}})\n"
            f"\treturn {result}\n}}"
        )

    def release(self, resource: Resource) -> str:
        place = f"{self.base}.{resource.name}"
        if resource.elements:
            return self._elements(resource, place)
        if resource.guard:
            local = self._local(resource.name)
            read = self._locked(resource, [f"{local} := {place}"])
            return f"{read}\n{self._one(resource, local)}"
        return self._one(resource, place)

    def _locked(self, resource: Resource, inside: list[str]) -> str:
        lock = f"{self.base}.{resource.guard}"
        return "\n".join([f"{lock}.Lock()", *inside, f"{lock}.Unlock()"])

    def _local(self, name: str) -> str:
        return f"{name}Open" if name in (self.base, "errs", self.errors) else name

    def _one(self, resource: Resource, value: str) -> str:
        call = self._call(resource.release, value).replace("\n", "\n\t")
        return f"if {value} != nil {{\n\t{call}\n}}"

    def _elements(self, resource: Resource, place: str) -> str:
        each = "each"
        call = self._call(resource.release, each).replace("\n", "\n\t")
        loop = f"for _, {each} := range {{}} {{{{\n\t{call}\n}}}}"
        if not resource.guard:
            return loop.replace("{}", place, 1).replace("{{", "{").replace("}}", "}")
        local = self._local(resource.name)
        shown = self.subject.info.type_text(resource.variable.type, self.subject.name)
        if shown is None:
            raise Refused("no-place", f"the type of {resource.name}")
        empty = f"make({shown})" if resource.variable.type.is_map else "nil"
        read = self._locked(resource, [f"{local} := {place}", f"{place} = {empty}"])
        text = loop.replace("{}", local, 1).replace("{{", "{").replace("}}", "}")
        return f"{read}\n{text}"

    def _call(self, release: lifetime.Release, value: str) -> str:
        call = release.of(value)
        if not release.returns_error:
            return call
        error = f"{self.base}.{self.names.error}"
        if not self.many:
            return f"{error} = {call}"
        if self.errors:
            return f"errs = append(errs, {call})"
        return f"if err := {call}; err != nil && {error} == nil {{\n\t{error} = err\n}}"

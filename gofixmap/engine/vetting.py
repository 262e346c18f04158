"""What the engine holds against a codemod's findings: suppressions, and files not to be edited.

A fix is checked at the moment it is emitted, so that an error names the codemod that made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.codemod import Codemod
from gofixmap.edits import apply_edits, by_path, validate
from gofixmap.engine.unused import Use
from gofixmap.errors import EditError
from gofixmap.model import Edit, Finding, Fix, Status

if TYPE_CHECKING:
    from gofixmap.syntax.source import SourceFile
    from gofixmap.workspace import Workspace

REFUSALS: Mapping[str, str] = {
    "generated": "{path} is generated: change what it is generated from",
    "outside-root": "{path} lies outside of the workspace, which is never written",
    "vendored": "{path} is a vendored copy, which the next go mod vendor would overwrite",
    "not-go": "{path} is neither a Go file nor a go.mod or go.sum",
    "not-utf8": "{path} is not UTF-8, and such files are never rewritten",
    "unreadable": "{path} cannot be read",
    "unparsed": "{path} holds code there that the parser does not know",
}

_MODULE_FILES = ("go.mod", "go.sum")


class Vetting:
    """Judges findings against the files of one workspace."""

    def __init__(
        self, workspace: Workspace, codemods: Mapping[str, type[Codemod]], include_generated: bool
    ) -> None:
        self._workspace = workspace
        self._codemods = codemods
        self._include_generated = include_generated
        self.used: set[Use] = set()  # ignore comments that have silenced something, and whom

    def vet(self, finding: Finding) -> Finding:
        """The finding as it may be reported. Raises EditError for a fix that does not fit."""
        silenced = self._silenced(finding)
        if silenced is not None:
            return replace(finding, status=Status.SUPPRESSED, reason=silenced, fix=None)
        if finding.fix is None:
            return finding
        changes = False
        for path, edits in by_path((finding.fix,)).items():
            reason_id = self._refusal(path) or self._unparsed(path, edits)
            if reason_id:
                reason = REFUSALS[reason_id].format(path=path)
                return replace(
                    finding, status=Status.DECLINED, reason=reason, reason_id=reason_id, fix=None
                )
            data = self._data(path)
            validate(data, edits)
            changes |= apply_edits(data, edits) != data
        if not changes:
            raise EditError(f"the fix {finding.fix.title!r} changes nothing")
        return replace(finding, fix=_normal(finding.fix))

    def _data(self, path: str) -> bytes:
        return self._workspace.read(path) or b""

    def _silenced(self, finding: Finding) -> str | None:
        file = self._workspace.file(finding.path)
        if file is None:
            raise EditError("a finding in a file that cannot be read", where=finding.path)
        equivalents = self._codemods[finding.codemod].equivalents
        every = file.suppressions.silencing(finding.codemod, finding.span, equivalents)
        found = [entry for entry in every if entry.span != finding.span]  # what it is about
        self.used |= {(finding.path, entry.span.start, finding.codemod) for entry in found}
        return file.suppressions.reason_of(found[0]) if found else None

    def _refusal(self, path: str) -> str:
        """Why no fix may edit this file, as a reason id; "" where one may."""
        if path.startswith(("/", "../")) or ":" in path.partition("/")[0]:
            return "outside-root"
        if "vendor" in path.split("/")[:-1] and self._is_vendored(path):
            return "vendored"
        if not path.endswith(".go"):
            return self._refusal_of_module_file(path)
        file = self._workspace.file(path)
        if file is None:
            return "unreadable"
        if file.is_generated and not self._include_generated:
            return "generated"
        return "" if file.is_utf8 else "not-utf8"

    def _refusal_of_module_file(self, path: str) -> str:
        """A go.mod is edited where it is; a go.sum may be new."""
        name = path.rpartition("/")[2]
        if name not in _MODULE_FILES:
            return "not-go"
        data = self._workspace.read(path)
        if data is None:
            return "" if name == "go.sum" else "unreadable"
        return "" if _is_utf8(data) else "not-utf8"

    def _unparsed(self, path: str, edits: Sequence[Edit]) -> str:
        """A refusal where an edit lies in a declaration with a parse error, or outside of any."""
        file = self._workspace.file(path) if path.endswith(".go") else None
        broken = file is not None and any(_in_broken(file, edit.start) for edit in edits)
        return "unparsed" if broken else ""

    def _is_vendored(self, path: str) -> bool:
        package = self._workspace.package_of(path)
        return bool(package and package.module and package.module.is_vendored)


def _in_broken(file: SourceFile, offset: int) -> bool:
    """Whether an offset lies in what does not parse, inside of declarations or between them."""
    declaration = file.declaration_at(offset)
    return file.has_stray(offset) if declaration is None else declaration.has_error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _normal(fix: Fix) -> Fix:
    """The fix with its edits sorted, and equal ones once."""
    return replace(fix, edits=tuple(edit for each in by_path((fix,)).values() for edit in each))

"""The rules that a codemod's module keeps, checked on its text: nothing of it is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from gofixmap.authoring.static import API, UNKNOWN, StaticCodemod, read_codemod
from gofixmap.codemod import Codemod
from gofixmap.errors import GofixmapError, UsageError
from gofixmap.model import Safety
from gofixmap.registry import nearest

DOCUMENTED = ("title", "why", "before", "after")
IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TIERS = tuple(f"Safety.{tier.name}" for tier in Safety)
GO_VERSION = re.compile(r"(1\.[0-9]+)?")
KINDS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "title": str,
    "why": str,
    "before": str,
    "after": str,
    "go_version": str,
    "declines": dict,
    "options": dict,
    "needles": tuple,
    "order": int,
    "closed_world": bool,
    "query": str,
}


class Problem(Struct, frozen=True, order=True):
    """One broken rule, at a 1-based line of the file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check_codemod(path: Path) -> list[Problem]:
    """Every broken rule of the module at `path`, in the order of lines.

    Raises UsageError where the file is not Python, or not there.
    """
    if path.suffix != ".py":
        raise UsageError("not a Python module", where=str(path))
    found = read_codemod(path)
    if not found.classes:
        return [Problem(str(path), 1, f"no class derives from {API}.Codemod")]
    work = _work_of(found)
    found.methods |= work.methods
    parts = ((found, RULES), (work, WORK_RULES))
    problems = [
        Problem(str(each.path), line, message)
        for each, rules in parts
        for rule in rules
        for line, message in rule(each)
    ]
    return sorted([*problems, *_query(found, work)])


def _work_of(found: StaticCodemod) -> StaticCodemod:
    """The module beside this one that does the codemod's work; an empty one where there is none."""
    module = found.text("work").partition(":")[0]
    if not module:
        return StaticCodemod(found.path)
    path = found.path.with_name(module.rpartition(".")[2] + ".py")
    work = read_codemod(path, base=next(iter(found.classes)))
    work.fields |= found.fields
    return work


Complaints = Iterator[tuple[int, str]]


def _class_line(found: StaticCodemod) -> int:
    return next(iter(found.classes.values()))


def _shape(found: StaticCodemod) -> Complaints:
    for name, line in list(found.classes.items())[1:]:
        yield line, f"a module holds one codemod, and {name} is another one"
    if not {"rewrite", "rewrite_declaration", "target"} & found.methods.keys():
        yield _class_line(found), "neither rewrite nor target is defined"


def _imports(found: StaticCodemod) -> Complaints:
    for module, line in found.imports:
        if module.partition(".")[0] == "gofixmap" and module != API:
            yield line, f"imports {module}; a codemod imports {API} and nothing else of gofixmap"
        elif _is_sibling(module) and not (_is_helper(module) or _is_own(module, found)):
            yield line, f"imports {module}; share code with other codemods through {API}"


def _is_sibling(module: str) -> bool:
    return module.startswith(".") or module.partition(".")[0].endswith("_codemods")


def _is_helper(module: str) -> bool:
    """A module that codemods share among themselves and that holds none: `_writeback_names`."""
    return _is_sibling(module) and module.split(".")[-1].startswith("_")


def _is_own(module: str, found: StaticCodemod) -> bool:
    """Whether it is the codemod that `found` does the work of: `nil_map` for `_nil_map`."""
    return "_" + module.split(".")[-1] == found.path.stem


def _name(found: StaticCodemod) -> Complaints:
    wanted = found.path.stem.replace("_", "-")
    field = found.fields.get("name")
    if field is None:
        yield _class_line(found), f'no name; the module asks for name = "{wanted}"'
    elif field.value != wanted:
        yield field.line, f"the name is {_shown(field.value)}, but the module's is {wanted!r}"


def _shown(value: object) -> str:
    return "not a literal" if value is UNKNOWN else repr(value)


def _unknown(found: StaticCodemod) -> Complaints:
    """A misspelt field would be one that nobody reads. Names of the author's own start with _."""
    known = Codemod.__annotations__
    for name, field in found.fields.items():
        if name not in known and not name.startswith("_"):
            near = nearest(name, known)
            advice = f", did you mean {near}?" if near else "; a name of your own starts with _"
            yield field.line, f"{name} is no field of a codemod{advice}"


def _kinds(found: StaticCodemod) -> Complaints:
    for name, kind in KINDS.items():
        field = found.fields.get(name)
        if field is not None and not isinstance(field.value, kind):
            yield field.line, f"{name} is {_shown(field.value)}; {_expected(kind)} is needed"
    safety = found.fields.get("safety")
    if safety is not None and safety.value not in TIERS:
        yield safety.line, f"safety is not one of {', '.join(TIERS)}"
    if not GO_VERSION.fullmatch(found.text("go_version")):
        yield found.fields["go_version"].line, 'go_version is a language version such as "1.21"'


def _expected(kind: object) -> str:
    name = kind.__name__ if isinstance(kind, type) else str(kind)
    return f"a literal {name}"


def _documentation(found: StaticCodemod) -> Complaints:
    for name in DOCUMENTED:
        field = found.fields.get(name)
        if field is None:
            yield _class_line(found), f"no {name}: the page of the codemod is made of it"
        elif isinstance(field.value, str) and not field.value.strip():
            yield field.line, f"{name} is empty: the page of the codemod is made of it"
    for key, option in found.mapping("options").items():
        texts = option if isinstance(option, dict) else {}
        if not (texts.get("help") or texts.get("1")):
            yield found.fields["options"].line, f"option {key!r} has no help text"


def _declines(found: StaticCodemod) -> Complaints:
    declared = found.mapping("declines")
    line = found.fields["declines"].line if "declines" in found.fields else 0
    for reason, sentence in declared.items():
        if not IDENTIFIER.fullmatch(reason):
            yield line, f"decline id {reason!r} is not words-with-hyphens"
        if not isinstance(sentence, str) or not sentence.strip():
            yield line, f"decline {reason!r} has no sentence"
    if (
        found.text("work")
        or found.declines_freely
        or any(_is_helper(module) for module, _ in found.imports)
    ):
        return  # the id is computed, or given by a helper module
    for reason in declared.keys() - {reason for reason, _ in found.declined}:
        yield line, f"decline {reason!r} is never given"


def _given(found: StaticCodemod) -> Complaints:
    declared = found.mapping("declines")
    for reason, at in found.declined:
        if reason not in declared:
            yield at, f"declines for {reason!r}, which declines does not hold"


def _prefilter(found: StaticCodemod) -> Complaints:
    field = found.fields.get("prefilter")
    if field is not None and field.value is UNKNOWN:
        return  # an object with a search method of its own
    if field is None or field.value is None:
        if not found.fields.get("needles") and "considers" not in found.methods:
            yield _class_line(found), "neither needles nor prefilter: every file would be parsed"
        return
    if not isinstance(field.value, bytes):
        yield field.line, 'prefilter is not re.compile(rb"...")'
        return
    try:
        re.compile(field.value)
    except re.error as error:
        yield field.line, f"prefilter is not a regular expression: {error}"
    if re.search(rb"\\[AZ]", field.value):
        yield field.line, r"prefilter must not use \A or \Z: it is tried on files and declarations"


RULES = (_shape, _imports, _name, _unknown, _kinds, _documentation, _declines, _given, _prefilter)
WORK_RULES = (_imports, _given)  # for the module that does the work


def _query(found: StaticCodemod, work: StaticCodemod) -> Iterator[Problem]:
    """The query compiles, and has the captures that the code asks for by literal names."""
    from gofixmap.syntax.queries import CompiledQuery

    path = found.path.with_suffix(".scm")
    source, name, line = found.text("query"), str(found.path), 1
    if source:
        line = found.fields["query"].line
    else:
        try:
            source, name = path.read_text(encoding="utf-8"), str(path)
        except OSError:
            yield Problem(str(found.path), 1, f"no query: {path.name} is missing beside the module")
            return
    try:
        compiled = CompiledQuery(source, name).query
    except GofixmapError as error:
        at = line - 1 + int(error.where.rpartition(":")[2])
        yield Problem(name, at, error.what)
        return
    captures = {compiled.capture_name(i) for i in range(compiled.capture_count)}
    for part in (found, work):
        for capture, at in part.captures:
            if capture not in captures:
                yield Problem(str(part.path), at, f"the query has no capture @{capture}")

"""`codemod new`: a module, its query, golden cases and page, and its line in CODEMODS."""

from __future__ import annotations

import keyword
import os
from collections.abc import Mapping
from pathlib import Path

from gofixmap.authoring.check import DOCUMENTED, IDENTIFIER
from gofixmap.authoring.pages import Page, render_page
from gofixmap.authoring.project import Project
from gofixmap.authoring.register import add_codemod, registered
from gofixmap.authoring.static import read_codemod
from gofixmap.authoring.templates import QUERY, case_files, module_text
from gofixmap.errors import UsageError
from gofixmap.model import Safety

LONGEST = 40


def scaffold(name: str, project: Project) -> tuple[Path, ...]:
    """Write a new codemod that works; the files, the register last.

    Raises UsageError, with nothing written, where the name is bad or taken, or where the folder
    holds no codemods.
    """
    _check_name(name)
    register = _register(name, project)
    files = _files(name, project)
    for path in (*files, project.page(name)):
        if path.exists():
            raise UsageError("it is there already", where=str(path), hint="choose another name")
    _write(files)
    # The page is read from the module that was just written, as its test will do.
    _write({project.page(name): render_page(_page(project.module(name))).encode()})
    _write({project.register: register})
    return (*files, project.page(name), project.register)


def _check_name(name: str) -> None:
    if len(name) > LONGEST or not IDENTIFIER.fullmatch(name):
        hint = f"lower-case words with hyphens, at most {LONGEST} letters, such as nil-map"
        raise UsageError(f"{name!r} cannot be the name of a codemod", hint=hint)
    if keyword.iskeyword(name):
        raise UsageError(f"{name!r} is a word of Python, and a module cannot be named so")


def _register(name: str, project: Project) -> bytes:
    """The new text of the register; checks that the name is free in it."""
    try:
        source = project.register.read_bytes()
    except OSError as error:
        hint = "run it in a project with codemods/, or name one with --dir"
        raise UsageError("no codemods here", where=str(project.register), hint=hint) from error
    module = f"{project.import_name()}.{name.replace('-', '_')}"
    where = str(project.register)
    if any(spec.partition(":")[0] == module for spec in registered(source, where)):
        raise UsageError(f"a codemod named {name!r} is registered", where=where)
    return add_codemod(source, f"{module}:{_class(name)}", where)


def _files(name: str, project: Project) -> dict[Path, bytes]:
    module, golden = project.module(name), project.golden / name
    files = {module: module_text(name, _class(name)), module.with_suffix(".scm"): QUERY}
    files |= {golden / path: text for path, text in case_files().items()}
    return {path: text.encode() for path, text in files.items()}


def _class(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def _page(module: Path) -> Page:
    """The page of a module of ours, from its text alone."""
    found = read_codemod(module)
    name, title, why, before, after = map(found.text, ("name", *DOCUMENTED))
    return Page(
        name=name,
        title=title,
        why=why,
        before=before,
        after=after,
        safety=Safety.SAFE,
        declines=found.mapping("declines"),
    )


def _write(files: Mapping[Path, bytes]) -> None:
    for path, data in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{os.getpid()}")
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError as error:
            what = f"cannot write it: {error.strerror}"
            raise UsageError(what, where=str(path)) from error

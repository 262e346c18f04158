"""What the words of a package's code rule out, before anything of it is parsed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from gofixmap.semantics.questions import YES, Answer, ask, name_of, question, yes_if
from gofixmap.semantics.sharing.codewords import CODE, Lexicon, Places, numbered, writing
from gofixmap.semantics.sharing.signs import may_lock, may_start
from gofixmap.semantics.sharing.variables import Variable, VariableKind
from gofixmap.semantics.sharing.writing import Parts, Sought
from gofixmap.semantics.uses import directories_naming, directories_seeing

if TYPE_CHECKING:
    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

T = TypeVar("T")


def conflicting(semantics: Semantics, variable: Variable) -> tuple[Package, ...]:
    """The packages in which `conflicts` may find anything for a variable outside of tests."""
    package = variable.info.package
    own = _is_written_beside(semantics, package, variable)
    others = (
        other
        for other in _writing_elsewhere(semantics, variable)
        if _starts(semantics, other) and _is_written_beside(semantics, other, variable)
    )
    return (*((package,) if own else ()), *others)


def _is_written_beside(semantics: Semantics, package: Package, variable: Variable) -> bool:
    sought = Sought.of(variable, package)
    if sought.is_own:
        return _asked(semantics, package, "written beside", sought.argument) == YES
    run = _kept(semantics, package, "run words", lambda made: made.shown_run_words)
    found = yes_if([b"\n%b\n" % sought.name in run])  # that it writes the variable is known
    _tell(semantics, package, "written beside", sought.argument, found)
    return found == YES


def is_near_start(semantics: Semantics, package: Package, declaration: Declaration) -> bool:
    """Whether code that starts goroutines may lead to a declaration, or is in it."""
    key = ("sharing.near start", declaration)
    return semantics.once(key, lambda: _is_near_start(semantics, package, declaration))


def _is_near_start(semantics: Semantics, package: Package, declaration: Declaration) -> bool:
    near = _kept(semantics, package, "near starts", lambda made: made.near_starts)
    place = numbered(declaration)
    found = yes_if([_is_among(near, *place)])
    _tell(semantics, package, "near start", json.dumps(place).encode(), found)
    return found == YES


def written_locked(semantics: Semantics, variable: Variable) -> tuple[Declaration, ...]:
    """The code of its own package that may write a variable while it holds a lock."""
    return _written_locked(semantics, variable.info.package, variable)


def _written_locked(
    semantics: Semantics, package: Package, variable: Variable
) -> tuple[Declaration, ...]:
    sought = Sought.of(variable, package)
    locked = _kept(semantics, package, "locked", lambda made: made.locked)
    files = {each.path: each for each in _files_of(semantics, package)}
    parts: Parts = semantics.once(("sharing.parts", package.dir, package.path), dict)
    places = writing(files.values(), sought, locked, parts)
    _tell(semantics, package, "written locked", sought.argument, json.dumps(places).encode())
    found = tuple(files[path].declarations[number] for path, number in places)
    for each in found:
        each.look()
    return found


def written_locked_elsewhere(semantics: Semantics, variable: Variable) -> tuple[Declaration, ...]:
    """The code of other packages that may write a variable with a lock held that the variable's
    package declares."""
    found: tuple[Declaration, ...] = ()
    owner = variable.owner.encode()
    if _asked(semantics, variable.info.package, "shows lock", owner) == YES:
        for other in _writing_elsewhere(semantics, variable):
            if _locks(semantics, other):
                found += _written_locked(semantics, other, variable)
    return found


def _writing_elsewhere(semantics: Semantics, variable: Variable) -> tuple[Package, ...]:
    """The other packages that can name the variable, and whose text may write it."""
    if not variable.is_exported or variable.info.package.is_main:
        return ()
    key = ("sharing.writing_elsewhere", variable)
    return semantics.once(key, lambda: tuple(_find_elsewhere(semantics, variable)))


def _find_elsewhere(semantics: Semantics, variable: Variable) -> Iterator[Package]:
    workspace, package = semantics.workspace, variable.info.package
    is_field = variable.kind is VariableKind.FIELD
    seeing = (directories_seeing if is_field else directories_naming)(semantics, package)
    argument = Sought.of(variable).argument
    judged = {package.path}
    paths = workspace.files_mentioning(variable.name, seeing) if len(seeing) > 1 else ()
    for path in paths:
        other = workspace.package_of(path) if not path.endswith("_test.go") else None
        if other is None or other.path in judged or other.dir not in seeing:
            continue
        if ask(workspace, may_write, argument, path) == YES:
            judged.add(other.path)
            yield other


@question
def may_write(files: Sequence[SourceFile], argument: bytes) -> bytes:
    """Whether code in one of the files may write a variable of another package."""
    sought = Sought.read(argument)
    parts: Parts = {}
    return yes_if(
        sought.may_be_written(each, parts)
        for file in files
        if sought.may_be_written_in(file)
        for each in file.mentioning(sought.name)
        if each.keyword in CODE
    )


def _starts(semantics: Semantics, package: Package) -> bool:
    """Whether a package's text may start a goroutine, or be run by one that others start."""
    return semantics.shared(
        ("sharing.starts", package.dir, package.path),
        lambda: _holds_for_one(semantics, package, starts_goroutines),
        home=package.dir,
    )


@question
def starts_goroutines(files: Sequence[SourceFile], _: bytes) -> bytes:
    """Whether one of the files may start a goroutine, or be run by one."""
    return yes_if(may_start(file.data) for file in files)


def _holds_for_one(semantics: Semantics, package: Package, answer: Answer) -> bool:
    return any(
        ask(semantics.workspace, answer, b"", path) == YES for path in _code_of(semantics, package)
    )


def _locks(semantics: Semantics, package: Package) -> bool:
    """Whether a package's text takes a lock, or says that one is held."""
    return semantics.shared(
        ("sharing.locks", package.dir, package.path),
        lambda: _holds_for_one(semantics, package, takes_locks),
        home=package.dir,
    )


@question
def takes_locks(files: Sequence[SourceFile], _: bytes) -> bytes:
    """Whether one of the files takes a lock, or says that one is held."""
    return yes_if(map(may_lock, files))


def _code_of(semantics: Semantics, package: Package) -> tuple[str, ...]:
    """The files of a package, tests left out."""
    return semantics.once(
        ("sharing.code", package.dir, package.path),
        lambda: tuple(path for path in package.all_files if not path.endswith("_test.go")),
    )


def _asked(semantics: Semantics, package: Package, asked: str, argument: bytes) -> bytes:
    """What the lexicon of a package says."""
    found = _ANSWERS[asked](_lexicon_of(semantics, package), argument)
    _tell(semantics, package, asked, argument, found)
    return found


def _lexicon_of(semantics: Semantics, package: Package) -> Lexicon:
    key = ("sharing.lexicon", package.dir, package.path)
    return semantics.once(key, lambda: Lexicon(_files_of(semantics, package)))


def _kept(semantics: Semantics, package: Package, what: str, of: Callable[[Lexicon], T]) -> T:
    """Something of the lexicon of a package that is kept for all who import it."""
    return semantics.shared(
        (f"sharing.{what}", package.dir, package.path),
        lambda: of(_lexicon_of(semantics, package)),
        home=package.dir,
    )


def _files_of(semantics: Semantics, package: Package) -> Iterator[SourceFile]:
    return filter(None, map(semantics.workspace.unnoted, _code_of(semantics, package)))


def _tell(
    semantics: Semantics, package: Package, asked: str, argument: bytes, found: bytes
) -> None:
    """Notes what the lexicon of a package has said."""
    paths = _code_of(semantics, package)
    question = b"%s %s" % (asked.encode(), argument)
    semantics.workspace.answered(name_of(lexicon), question, paths, found)


@question
def lexicon(files: Sequence[SourceFile], argument: bytes) -> bytes:
    """What the lexicon of a package says again."""
    asked = next(each for each in _ANSWERS if argument.startswith(each.encode()))
    return _ANSWERS[asked](_lexicon(tuple(files)), argument[len(asked) + 1 :])


@lru_cache(maxsize=1)
def _lexicon(files: tuple[SourceFile, ...]) -> Lexicon:
    return Lexicon(files)


_ANSWERS: dict[str, Callable[[Lexicon, bytes], bytes]] = {
    "written beside": lambda made, a: yes_if([made.is_written_beside(Sought.read(a))]),
    "written locked": lambda made, a: json.dumps(made.written_locked(Sought.read(a))).encode(),
    "near start": lambda made, a: yes_if([_is_among(made.near_starts, *json.loads(a))]),
    "shows lock": lambda made, a: yes_if([made.shows_lock(a.decode())]),
}


def _is_among(places: Places, path: str, number: int) -> bool:
    return number in places.get(path, ())

"""Questions about the text of files that can be asked again once the text has changed.

An analysis that looks at whole files depends on each of their bytes. Most of what it wants to know
of files far away is less: whether they hold a word, or start a goroutine. If it asks for that here,
what it has found out holds for as long as the answers stay, whatever else is edited in the files.

What answers a question is a function that is known by its module and name, and that looks at
nothing but the files that it is given, their paths, and the argument.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from gofixmap.patterns import pattern
from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.workspace.shape import functions_digest
from gofixmap.workspace.workspace import Workspace

Answer = Callable[[Sequence[SourceFile], bytes], bytes]
YES, NO = b"1", b"0"
_HERE = __name__.rpartition(".")[0] + "."
_MODULE = pattern(r"[a-z_]+(?:\.[a-z_]+)*")
_answers: dict[str, Answer] = {}


def question(answer: Answer) -> Answer:
    """Lets a function be found again by its name."""
    _answers[name_of(answer)] = answer
    return answer


def name_of(answer: Answer) -> str:
    """What the question is known by: "sharing.reach:selected"."""
    return f"{answer.__module__.removeprefix(_HERE)}:{answer.__name__}"


def ask(workspace: Workspace, answer: Answer, argument: bytes, *paths: str) -> bytes:
    """What a question has for an answer about some files, of which those that cannot be read are
    left out."""
    files = [file for path in paths if (file := workspace.unnoted(path)) is not None]
    found = answer(files, argument)
    workspace.answered(name_of(answer), argument, paths, found)
    return found


def yes_if(found: Iterable[object]) -> bytes:
    """YES where anything is found."""
    return YES if any(found) else NO


def answer_again(name: str, argument: bytes, files: Sequence[SourceFile]) -> bytes | None:
    """The answer to a question as it is now; None where nobody answers it any more."""
    if name not in _answers:
        _load(name.partition(":")[0])
    answer = _answers.get(name)
    return None if answer is None else answer(files, argument)


def _load(module: str) -> None:
    """Imports a module of this room, whose questions can be answered then."""
    if _MODULE.fullmatch(module):
        try:
            import_module(_HERE + module)
        except ModuleNotFoundError:
            return


def mentioning(workspace: Workspace, path: str, word: bytes) -> Sequence[Declaration]:
    """The declarations of a file whose text holds an identifier by itself, imports left out.

    Only these count as looked at, and that there are no others.
    """
    file = workspace.unnoted(path)
    found = file.mentioning(word) if file is not None else ()
    for each in found:
        each.look()
    workspace.answered(name_of(mentions), word, (path,), listed(found))
    return found


@question
def mentions(files: Sequence[SourceFile], word: bytes) -> bytes:
    """Which declarations of a file hold an identifier."""
    return b";".join(listed(file.mentioning(word)) for file in files)


def listed(declarations: Iterable[Declaration]) -> bytes:
    """Which of its file's declarations some are."""
    numbers = (str(each.file.number_of(each)) for each in declarations)
    return " ".join(numbers).encode()


@question
def functions_read(files: Sequence[SourceFile], keys: bytes) -> bytes:
    """Stands for functions of a file, for `recorder.FUNCTIONS`."""
    return b"".join(functions_digest(file, json.loads(keys)) for file in files)

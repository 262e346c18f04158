"""Questions about the text of files that can be asked again once the text has changed.

An analysis that looks at whole files depends on each of their bytes. Most of what it wants to know
of files far away is less: whether they hold a word, or start a goroutine. If it asks for that here,
what it has found out holds for as long as the answers stay, whatever else is edited in the files.

What answers a question is a function that is known by its name, and that looks at nothing but the
files that it is given, their paths, and the argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.workspace.workspace import Workspace

Answer = Callable[[Sequence[SourceFile], bytes], bytes]
YES, NO = b"1", b"0"
_answers: dict[str, Answer] = {}


def question(answer: Answer) -> Answer:
    """Lets a function be found again by its name, of which there must be one."""
    name = answer.__name__
    if name in _answers:
        raise ValueError(f"{name} answers another question")
    _answers[name] = answer
    return answer


def ask(workspace: Workspace, answer: Answer, argument: bytes, *paths: str) -> bytes:
    """What a question has for an answer about some files, of which those that cannot be read are
    left out."""
    files = [file for path in paths if (file := workspace.unnoted(path)) is not None]
    found = answer(files, argument)
    workspace.answered(answer.__name__, argument, paths, found)
    return found


def yes_if(found: Iterable[object]) -> bytes:
    """YES where anything is found."""
    return YES if any(found) else NO


def answer_again(name: str, argument: bytes, files: Sequence[SourceFile]) -> bytes | None:
    """The answer to a question as it is now; None where nobody answers it any more."""
    answer = _answers.get(name)
    return None if answer is None else answer(files, argument)


def mentioning(workspace: Workspace, path: str, word: bytes) -> Sequence[Declaration]:
    """The declarations of a file whose text holds an identifier by itself, imports left out.

    A file that has none counts as looked at only for that.
    """
    if ask(workspace, mentions, word, path) == NO:
        return ()
    file = workspace.file(path)
    return file.mentioning(word) if file is not None else ()


@question
def mentions(files: Sequence[SourceFile], word: bytes) -> bytes:
    """Whether one of the files holds an identifier in a declaration."""
    return yes_if(file.mentioning(word) for file in files)

"""Variables that have one name and another type in another build variant: two variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.codemod import identical, sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Context


def own_accesses(context: Context, variable: sharing.Variable) -> sharing.Accesses:
    """The accesses to the variable, less those to another variant's variable of another type.

    Where a file that uses the one is built with the other as well, they are incomplete.
    """
    accesses = sharing.accesses_of(context.semantics, variable)
    declared = sharing.declarations_of(context.semantics, variable)
    own = {each.path for each in declared if identical(each.type, variable.type) is not False}
    others = {each.path for each in declared} - own
    if not others:
        return accesses
    kept, both = list[sharing.Access](), list[str]()
    for access in accesses.all:
        denoted = sharing.variable_denoted(access.info, access.node)
        meets = [path for path in others if _builds_with(context, access, path)]
        if denoted is not None and denoted.path in own and meets:
            both.append(f"{access.path}:{access.line}: {meets[0]} declares it with another type")
        if (denoted.path in own) if denoted is not None else not meets:
            kept.append(access)
    return replace(accesses, all=tuple(kept), incomplete=(*accesses.incomplete, *both))


def _builds_with(context: Context, access: sharing.Access, path: str) -> bool:
    return context.workspace.context_for(path).matches(access.info.file)

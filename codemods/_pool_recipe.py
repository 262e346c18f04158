"""How a local of each kind is kept in a pool: what makes it, what renews it, what lets it go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from gofixmap.codemod import lifetime

if TYPE_CHECKING:
    from gofixmap_codemods._pool_local import Local


class Recipe(Struct, frozen=True):
    """Texts of Go: `<pool>` and `<limit>` stand for the package-level names, `<ptr>` for a local,
    `<io>` for the name of an imported package.

    `taken` gets the object, `renewed` makes it as good as new, where the variable was declared.
    `condition` says when it may go back, `cleaned` are the statements before that.
    """

    stem: str  # `buf` of bufPool
    pointer: str  # the type that Get is asserted to
    made: tuple[str, ...]  # the body of New
    taken: str
    renewed: tuple[str, ...] = ()
    cleaned: tuple[str, ...] = ()
    condition: str = ""
    returned: str = ""  # what Put is given; the variable where it is empty
    ptr: str = ""  # what `<ptr>` is called; the variable's name with Ptr where it is empty
    disused: str = ""  # the import path of a package of which one use goes
    is_value: bool = False  # the variable was a value and is a pointer now
    puts_later: bool = False  # what goes back is only known at the end
    aliases: lifetime.Aliasing = field(default_factory=lifetime.Aliasing)
    imports: tuple[str, ...] = ()
    size: int | None = None  # bytes of one object, where that is known
    room: int = 0  # the capacity that it is made with
    unit: str = "bytes"  # of its capacity
    can_stay: bool = False  # the compiler may keep it on the stack
    may_append: bool = False  # the variable may be given what append makes of it
    notes: tuple[str, ...] = ()


def pool_name(local: Local, word: str) -> str:
    """`buf` of a variable with that name; the kind's own word where the name says little."""
    name = local.text
    return name if len(name) > 2 and name[:1].islower() and name.isascii() else word

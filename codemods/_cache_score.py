"""Whether a map is a cache that only grows: points for and against, added up.

That a map is inserted to and never deleted from says little: most such maps are registries that
are filled once. What counts is that keys come from outside, while the program runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods import _cache_shape as shape
from gofixmap_codemods._atomic_structs import owner_of
from msgspec import Struct, field

from gofixmap.codemod import (
    Symbol,
    ancestors,
    enclosing,
    lifetime,
    nodes,
    pattern,
    sharing,
    span_of,
    uses_of,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object, Type

Operation = sharing.Operation
ENOUGH = 3
_NAME = pattern(r"cache|memo|seen|visited|lookup|sessions|byid", re.IGNORECASE)
_SETUP = pattern(
    r"init|main|run|setup|load|(?:[Mm]ust)?[Rr]egister\w*|[Nn]ew\w*|Make\w*|Init\w*|Setup\w*|Load\w*"
)
_MAKES = pattern(r"[Nn]ew(?![a-z])|[Mm]ake(?![a-z])|[Mm]ust[A-Z]|[Oo]pen|[Ss]etup|[Cc]reate")
_INPUT_TYPES = pattern(
    r"\*?(?:net/http\.Request|net/url\.URL|database/sql\.Rows?|net\.(?:Addr|IP|Conn))$"
    r"|gin-gonic/gin\.Context|labstack/echo|gofiber/fiber"
)
_INPUT_NAMES = pattern(
    r"(?:^|_)(?:req|request|url|uri|user|path|host|addr|ip|query|row)s?$|"
    r"(?:URL|Url|URI|User|Path|Host|Addr|IP|Query|Row|UserID|RequestURI)$"
)
_SMALL = frozenset({"bool", "int8", "uint8", "byte"})
_TYPES = frozenset({"reflect.Type", "go/types.Type"})
_KEEPS = (Operation.RETURN, Operation.ARGUMENT, Operation.STORE, Operation.ADDRESS)
_DEPTH = 4  # locals that a key is computed from


class Score(Struct):
    """The points of one map, each with its reason."""

    points: int = 0
    reasons: list[str] = field(default_factory=list)
    insert: sharing.Access | None = None  # where an entry comes in
    held: str = ""  # what a heap profile says of that place
    weight: int = 0  # bytes there

    def add(self, points: int, reason: str) -> None:
        self.points += points
        self.reasons.append(f"{reason} ({points:+d})")

    @property
    def is_enough(self) -> bool:
        return self.points >= ENOUGH


def sounds_like_cache(name: str) -> bool:
    return _NAME.search(name) is not None


def score_of(subject: Subject) -> Score | None:
    """The score of a map; None where it is nothing that could be a cache.

    What is quickly told comes first: without a profile most maps are out for one reason or other.
    """
    profiled = subject.context.costs is not None
    accesses = subject.accesses.all
    inserts = [a for a in accesses if a.operation is Operation.INDEX_WRITE and not _in_test(a)]
    if not inserts or _is_state(accesses) or (not profiled and is_out(subject)):
        return None
    pairs = [pair for pair in shape.read_through(accesses) if not _in_test(pair[1])]
    through = [pair for pair in pairs if shape.is_computed(pair[1])]
    if not profiled and pairs and not through:
        return None  # things that are made once for each name
    fed = next((each for each in inserts if _from_input(each)), None)
    score = Score(insert=inserts[0])
    if not profiled and not through and fed is None:
        return None  # things whose keys come from inside
    _against(subject, inserts, score)
    if through:
        score.insert = through[0][1]
        score.add(2, "looks a key up, computes what is missing and keeps it")
    if fed is not None:
        score.insert = fed if not through else score.insert
        score.add(2, "its keys come from a caller or a request")
    if sounds_like_cache(subject.variable.name):
        score.add(1, "its name says so")
    if score.points < ENOUGH and score.points > 0 and _is_busy(subject, inserts):
        score.add(1, "handlers or an endless loop reach it")
    _weigh(subject, inserts, score, through=bool(through))
    if score.held or not score.is_enough:
        return score
    if is_out(subject) or _is_replaced(subject) or (pairs and not through):
        return None  # only a profile tells that what somebody has thought of is not enough
    return score


def has_few_keys(variable: sharing.Variable) -> bool:
    """Whether the type of its keys says that a map stays small."""
    return _is_small(variable.info, (variable.type.core or variable.type).key)


def is_out(subject: Subject) -> bool:
    """Whether, without a profile, a map has few keys, or somebody has thought of its size."""
    if has_few_keys(subject.variable):
        return True
    accesses = [each for each in subject.accesses.all if not _in_test(each)]
    return any(each.operation in _CHANGES or _shrinks(each) for each in accesses)


def _has_limit(subject: Subject) -> bool:
    """Without a profile it is looked for elsewhere: what has one is out."""
    if subject.context.costs is None:
        return False
    accesses = [each for each in subject.accesses.all if not _in_test(each)]
    return any(_shrinks(each) or _replaces(each) for each in accesses)


def _is_replaced(subject: Subject) -> bool:
    """Whether the map is given a new one while it is in use; it takes long to tell."""
    return any(_replaces(each) for each in subject.accesses.all if not _in_test(each))


def _is_state(accesses: Sequence[sharing.Access]) -> bool:
    """Whether entries are changed: no profile makes a cache of what cannot be computed again."""
    if any(access.operation in _CHANGES for access in accesses if not _in_test(access)):
        return True
    writes = [each for each in accesses if each.operation is Operation.INDEX_WRITE]
    looks = [each for each in accesses if each.operation in shape.LOOKS]
    return any(
        shape.is_same_entry(look, write) and shape.is_made_from(look, write)
        for write in writes
        for look in looks
    )


_CHANGES = (Operation.INDEX_UPDATE, Operation.PART_WRITE)


def _weigh(
    subject: Subject, inserts: Sequence[sharing.Access], score: Score, *, through: bool
) -> None:
    """What heap profiles have where entries come in, or where what is kept is computed."""
    for access in inserts:
        places = [access.statement, access.function] if through else [access.statement]
        for node in places:
            held = subject.context.heap_at(access.info, node) if node is not None else None
            if held is not None and held.in_use > 0:
                score.held, score.weight = held.detail, held.weight
                score.add(3, "a heap profile has bytes there")
                return


def _in_test(access: sharing.Access) -> bool:
    return access.info.file.is_test


def _against(subject: Subject, inserts: Sequence[sharing.Access], score: Score) -> None:
    key = _key_of(subject)
    if all(_is_setup(each) for each in inserts):
        score.add(-3, "it is filled while the program starts")
    if _is_small(subject.variable.info, key):
        score.add(-2, f"there are few keys of type {key}")
    elif all(_is_fixed(each) for each in inserts):
        score.add(-2, "its keys are constants")
    if _has_limit(subject):
        score.add(-3, "entries are removed, or their number is looked at")


def _key_of(subject: Subject) -> Type:
    return (subject.variable.type.core or subject.variable.type).key


def _is_setup(access: sharing.Access) -> bool:
    """Whether an entry comes in where the program is set up: init, Register, New, main."""
    function = shape.outermost(access.function)
    if function is None:
        return True
    name = function.child_by_field_name("name")
    return name is not None and bool(_SETUP.fullmatch((name.text or b"").decode()))


def _is_small(info: FileInfo, key: Type) -> bool:
    """Booleans, bytes, enumerations and the program's own types."""
    if str(key) in _TYPES or str(key.underlying) in _SMALL:
        return True
    named = str(key) != str(key.underlying)
    return named and key.is_integer and not str(key).endswith(("ID", "Id", "Hash", "Key"))


def _is_fixed(access: sharing.Access) -> bool:
    return access.key is not None and access.info.constant(access.key) is not None


def _shrinks(access: sharing.Access) -> bool:
    """Whether an access takes entries away, limits them, or lets somebody else do so."""
    if access.operation in (Operation.DELETE, Operation.CLEAR) or access.operation in _KEEPS:
        return True
    if access.operation is Operation.LEN:
        return any(each.type == "binary_expression" for each in ancestors(access.expression))
    return False


def _replaces(access: sharing.Access) -> bool:
    if access.operation is not Operation.ASSIGN or _is_lazily_made(access) or _is_setup(access):
        return False
    return not sharing.is_unshared(access)


def _is_lazily_made(access: sharing.Access) -> bool:
    """`if m == nil { m = make(...) }` makes the map the first time only."""
    branch = enclosing(access.statement, "if_statement")
    condition = branch.child_by_field_name("condition") if branch is not None else None
    text = access.info.file.text(condition) if condition is not None else ""
    return text.replace(" ", "") == f"{access.info.file.text(access.node)}==nil"


def _from_input(access: sharing.Access) -> bool:
    """Whether the key stems from a parameter of an exported function, or from a request."""
    if access.key is None or access.function is None or _is_setup(access):
        return False
    return any(_is_input(access.info, found) for found in _sources(access.info, access.key, _DEPTH))


def _sources(info: FileInfo, expression: Node, depth: int) -> Iterator[Object]:
    """The locals and parameters that an expression is computed from."""
    for node in walk(expression):
        if node.type != "identifier":
            continue
        found = info.object_of(node)
        if found is None or not found.is_local or found.kind != "var":
            continue
        yield found
        value = sharing.only_value(info, found) if depth and found.role == "var" else None
        if value is not None:
            yield from _sources(info, value, depth - 1)


def _is_input(info: FileInfo, found: Object) -> bool:
    if _INPUT_TYPES.search(str(found.type)):
        return True
    if found.role != "param" or found.function is None:
        return False
    function = found.function
    if found.type.is_pointer or found.type.is_struct or found.type.is_func:
        return False
    name = function.child_by_field_name("name")
    if name is None:
        return False
    if _is_seen_outside(info, function, (name.text or b"").decode()):
        return True
    return found.type.is_string and bool(_INPUT_NAMES.search(found.name))


def _is_seen_outside(info: FileInfo, function: Node, name: str) -> bool:
    """Whether other packages can call a function or method."""
    return name[:1].isupper() and info.package.name != "main"


def _is_busy(subject: Subject, inserts: Sequence[sharing.Access]) -> bool:
    """Whether an insert runs in a handler, or in a loop without an end."""
    if any(_is_endless(each) for access in inserts for each in ancestors(access.statement)):
        return True
    if not any(_may_serve(file.data) for file in subject.context.files):
        return False
    graph = sharing.call_graph(subject.context.semantics, subject.variable.info.package)
    for access in inserts:
        function = graph.function_of(access.info, access.statement)
        if any(start.is_handler for start in sharing.runs_in(graph, function)):
            return True
    return False


def _may_serve(data: bytes) -> bool:
    """Whether a file of a package may be why one of its functions is a handler or a service."""
    if b"net/http" in data:
        return True
    return b"Server" in data and any(map(data.__contains__, _SERVICES))


_SERVICES = (b"Register", b"Unimplemented", b"Unsafe")  # ...Server


def _is_endless(node: Node) -> bool:
    """`for { ... }`, which only a return ends."""
    if node.type != "for_statement":
        return False
    return all(child.type in ("block", "comment") for child in node.named_children)


def lives_long(subject: Subject) -> bool:
    """Whether the map outlives a request: of a package, or of a struct that goroutines share.

    A field counts where its struct has a lock, is a package variable, or is made where the
    program starts; not where each call of a function makes its own, with a lock or without.
    """
    variable = subject.variable
    if variable.kind is sharing.VariableKind.PACKAGE:
        return True
    if variable.kind is sharing.VariableKind.LOCAL:
        return False
    owner = owner_of(subject)
    if isinstance(owner, sharing.Variable):
        return False
    made = sharing.literals_of(subject.context.semantics, owner)
    literals = [each for each in made if not each.info.file.is_test]
    if any(_is_lock(each.type) for each in owner.fields):
        return not literals or not all(_is_made_each_time(each) for each in literals)
    return any(_is_made_once(each.info, each.function, _DEPTH) for each in literals)


def _is_made_once(info: FileInfo, function: Node | None, depth: int) -> bool:
    """Whether code in a function runs where the program starts, through constructors too."""
    if info.file.is_test or not depth:
        return False
    if function is None:
        return True
    name = function.child_by_field_name("name")
    if function.type != "function_declaration" or name is None:
        return False
    if name.text in (b"main", b"init"):
        return True
    if not _MAKES.match(info.file.text(name)):
        return False  # it may use the struct up itself
    symbol = Symbol(info.package.path, "", info.file.text(name), "func", info.path, span_of(name))
    return any(
        _is_made_once(use.info, enclosing(use.node, *_FUNCTIONS), depth - 1)
        for use in uses_of(info.semantics, symbol).uses
        if enclosing(use.node, "for_statement") is None
    )


_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_BEGINS = pattern(r"(?:init|main|run|start|connect|dial|default|get|[A-Z])")


def _is_made_each_time(literal: sharing.Literal) -> bool:
    """`s := &state{...}` in a private function that is no constructor, and at most returns it."""
    info, function = literal.info, shape.outermost(literal.function)
    name = function.child_by_field_name("name") if function is not None else None
    if name is None or any(e.match(info.file.text(name)) for e in (_MAKES, _BEGINS)):
        return False
    statement = enclosing(literal.node, "short_var_declaration", *_FUNCTIONS)
    names = statement.child_by_field_name("left") if statement is not None else None
    given = statement.child_by_field_name("right") if statement is not None else None
    if names is None or given is None or len(names.named_children) != 1:
        return False
    value = nodes.unparenthesized(given.named_children[0])
    if value.type == "unary_expression":
        value = value.named_children[-1]
    found = info.object_of(names.named_children[0])
    if found is None or found.function is None or value != literal.node:
        return False
    uses = info.uses_in(found, found.function)
    return all(each == names.named_children[0] or _is_not_kept(info, each) for each in uses)


def _is_not_kept(info: FileInfo, use: Node) -> bool:
    """Whether a use reads a part, returns the whole, or passes it to what keeps nothing."""
    around = use.parent
    if around is None or around.parent is None or around.type == "selector_expression":
        return around is not None
    if around.type == "argument_list":
        return lifetime.Use.KEEPS not in lifetime.use_of_argument(info, around.parent, use)
    return around.parent.type == "return_statement"


def _is_lock(kind: Type) -> bool:
    inner = kind.element if kind.is_pointer else kind
    return str(inner) in ("sync.Mutex", "sync.RWMutex")

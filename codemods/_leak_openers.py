"""Calls that open a file, a connection or rows: those of the standard library, and helpers.

A function of the workspace opens what it gives where each of its returns gives nil, or what such a
call has given it, untouched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import function_around, inside

from gofixmap.codemod import lifetime, nodes, pattern, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Function

HELPERS = pattern(rb"(?i)open|create|dial|listen|connect|query|prepare|file|temp|^Conn$")
_WRITING = pattern(r"os\.(Create|CreateTemp)|io/ioutil\.TempFile")
_FLAGS = pattern(r"O_(WRONLY|RDWR|APPEND|CREATE|TRUNC)\b")
_READ_ONLY = 3  # os.O_WRONLY | os.O_RDWR


def _names(package: str, names: str) -> frozenset[str]:
    """`T.M` and `*T.M` are methods."""
    found = set()
    for name in names.split():
        type_, _, method = name.rpartition(".")
        star = "*" if type_.startswith("*") else ""
        plain = type_.lstrip("*")
        found.add(f"({star}{package}.{plain}).{method}" if type_ else f"{package}.{name}")
    return frozenset(found)


_CONN = _names("net", "Dial DialTimeout *Dialer.Dial *Dialer.DialContext") | _names(
    "crypto/tls", "*Dialer.Dial *Dialer.DialContext"
)
_ROWS = " ".join(f"*{each}.Query *{each}.QueryContext" for each in ("DB", "Tx", "Conn"))
_STATEMENTS = " ".join(f"*{each}.Prepare *{each}.PrepareContext" for each in ("DB", "Tx", "Conn"))
#: By the type of the result, the functions and methods that open one.
OPENERS: dict[str, frozenset[str]] = {
    "*os.File": _names("os", "Open Create OpenFile CreateTemp OpenInRoot *Root.Open *Root.Create")
    | _names("os", "*Root.OpenFile")
    | _names("io/ioutil", "TempFile"),
    "*os.Root": _names("os", "OpenRoot *Root.OpenRoot"),
    "net.Conn": _CONN,
    "*net.TCPConn": _names("net", "DialTCP"),
    "*net.UDPConn": _names("net", "DialUDP ListenUDP ListenMulticastUDP"),
    "*net.UnixConn": _names("net", "DialUnix ListenUnixgram"),
    "*net.IPConn": _names("net", "DialIP ListenIP"),
    "*crypto/tls.Conn": _names("crypto/tls", "Dial DialWithDialer"),
    "net.Listener": _names("net", "Listen FileListener *ListenConfig.Listen")
    | _names("crypto/tls", "Listen"),
    "*net.TCPListener": _names("net", "ListenTCP"),
    "*net.UnixListener": _names("net", "ListenUnix"),
    "net.PacketConn": _names("net", "ListenPacket *ListenConfig.ListenPacket"),
    "*database/sql.Rows": _names("database/sql", f"{_ROWS} *Stmt.Query *Stmt.QueryContext"),
    "*database/sql.Stmt": _names("database/sql", _STATEMENTS),
    "*database/sql.Conn": _names("database/sql", "*DB.Conn"),
    "*archive/zip.ReadCloser": _names("archive/zip", "OpenReader"),
    "mime/multipart.File": _names("mime/multipart", "*FileHeader.Open")
    | _names("net/http", "*Request.FormFile"),
}


def kind_of(type_: str) -> lifetime.Kind:
    """The obligation to close what is opened as a value of that type."""
    return lifetime.Kind(
        "closer", type_, opens=lambda info, call: opens(info, call, type_), named=HELPERS
    )


KINDS = tuple(map(kind_of, OPENERS))


def opens(info: FileInfo, call: Node, type_: str) -> bool:
    """Whether a call, which gives a value of that type, has opened it."""
    name = lifetime.called_name(info, call)
    if name in OPENERS[type_]:
        return True
    function = sharing.function_called(info, call)
    if function is None or function.body.type != "block":
        return False
    memory = info.semantics.memory
    key = ("loop-leak.opens", function.path, function.node.start_byte, type_)
    if key not in memory:
        memory[key] = False  # for a function that calls itself
        memory[key] = _gives_open(function, type_)
    return bool(memory[key])


def _gives_open(function: Function, type_: str) -> bool:
    info, found = function.info, False
    for statement in inside(function.body):
        if statement.type != "return_statement" or function_around(statement) != function.node:
            continue
        listed = nodes.first_named(statement)
        values = nodes.expression_items(listed) if listed is not None else []
        given = [each for each in values if type_ in map(str, info.types_of(each))]
        if not values or (not given and len(values) == 1 and values[0].type != "nil"):
            return False
        for each in given:
            if not _is_open(function, nodes.unparenthesized(each), type_):
                return False
            found = True
    return found


def _is_open(function: Function, value: Node, type_: str) -> bool:
    info = function.info
    if value.type == "call_expression":
        return opens(info, value, type_)
    variable = info.object_of(value) if value.type == "identifier" else None
    if variable is None or not variable.is_local:
        return False
    return any(
        each.variable is not None
        and info.object_of(each.variable) is variable
        and _is_only_returned(lifetime.outcome_of(each))
        for each in lifetime.obligations_in(info, function.node, (_known(type_),))
    )


def _is_only_returned(outcome: lifetime.Outcome) -> bool:
    """Whether nobody has the value but the caller: a server may keep its listener as well."""
    fates = {each.fate for each in outcome.escapes}
    return outcome.state == "handed over" and fates == {lifetime.Fate.RETURNED}


def _known(type_: str) -> lifetime.Kind:
    return next(each for each in KINDS if each.type == type_)


def is_written(info: FileInfo, call: Node) -> bool:
    """Whether a file is opened for writing, as far as is known."""
    name = lifetime.called_name(info, call)
    if _WRITING.fullmatch(name) or name.endswith("Root).Create"):
        return True
    if name.endswith(".OpenFile"):
        return _has_writing_flags(info, call)
    function = sharing.function_called(info, call)
    if function is None:
        return False
    inner = (each for each in inside(function.body) if each.type == "call_expression")
    return any(_opens_to_write(function.info, each) for each in inner)


def _has_writing_flags(info: FileInfo, call: Node) -> bool:
    """Whether the flags of os.OpenFile allow to write; those that are not known may."""
    listed = call.child_by_field_name("arguments")
    arguments = nodes.named(listed) if listed is not None else []
    if len(arguments) < 2:
        return True
    constant = info.constant(arguments[1])
    if isinstance(constant, int):
        return bool(constant & _READ_ONLY)
    text = info.file.text(arguments[1])
    return bool(_FLAGS.search(text)) or "O_RDONLY" not in text


def _opens_to_write(info: FileInfo, call: Node) -> bool:
    name = lifetime.called_name(info, call)
    return name in OPENERS["*os.File"] and is_written(info, call)

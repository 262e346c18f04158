"""Which locals a pool pays for, by their types and by how they are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from gofixmap_codemods._pool_local import Local, Refused
from gofixmap_codemods._pool_recipe import Recipe, pool_name
from gofixmap_codemods._pool_slices import slice_recipe
from gofixmap_codemods._pool_structs import struct_recipe

from gofixmap.codemod import lifetime, nodes
from gofixmap.codemod import operands as _operands

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

_REFUSED_TYPES: Mapping[tuple[str, str], str] = {
    ("strings", "Builder"): "builder-reset-drops-buffer",
    ("encoding/json", "Encoder"): "json-encoder",
    ("encoding/json", "Decoder"): "json-encoder",
    ("bufio", "Scanner"): "no-reset",
}
_REFUSED_CALLS: Mapping[str, str] = {
    "encoding/json.Marshal": "json-marshal",
    "encoding/json.MarshalIndent": "json-marshal",
    "crypto/hmac.New": "secret",
}
_DISCARD = "<io>.Discard"
#: Constructors of what has Reset: the type that they give, and what it is reset to before Put.
_STREAMS: Mapping[str, tuple[str, str]] = {
    "bufio.NewReader": ("*bufio.Reader", "nil"),
    "bufio.NewReaderSize": ("*bufio.Reader", "nil"),
    "bufio.NewWriter": ("*bufio.Writer", "nil"),
    "bufio.NewWriterSize": ("*bufio.Writer", "nil"),
    "compress/gzip.NewWriter": ("*gzip.Writer", _DISCARD),
    "compress/gzip.NewWriterLevel": ("*gzip.Writer", _DISCARD),
    "compress/zlib.NewWriter": ("*zlib.Writer", _DISCARD),
    "compress/zlib.NewWriterLevel": ("*zlib.Writer", _DISCARD),
    "compress/flate.NewWriter": ("*flate.Writer", _DISCARD),
}
_READING = ("io.ReadAll", "io/ioutil.ReadAll")
_HASHES = ("crypto/md5", "crypto/sha1", "crypto/sha256", "crypto/sha512", "crypto/sha3")


def recipe_of(local: Local) -> Recipe | None:
    """How to pool the local; None for what is no allocation of its own.

    Raises Refused where it is one, and a pool would be wrong or would not pay.
    """
    kind = local.type.element if local.type.is_pointer else local.type
    name = _qualified(kind)
    if name in _REFUSED_TYPES:
        raise Refused(_REFUSED_TYPES[name], local.info, local.name)
    called = _called(local)
    if called in _REFUSED_CALLS:
        raise Refused(_REFUSED_CALLS[called], local.info, local.name)
    if name == ("bytes", "Buffer"):
        return _buffer(local)
    if called in _READING:
        return _read_all(local, called)
    if called in ("bytes.NewReader", "strings.NewReader"):
        raise Refused("too-small", local.info, local.name, "about 40 bytes")
    if called in _STREAMS:
        return _stream(local, called)
    if called == "compress/gzip.NewReader":
        return _gzip_reader(local)
    if called.rpartition(".")[0] in _HASHES and str(local.type) == "hash.Hash":
        return _hash(local)
    if _is_closer(local):
        if called or local.value is None or _is_made(local):
            kind_text = local.info.type_text(local.type, local.name) or str(local.type)
            raise Refused("pool-of-closers", local.info, local.name, kind_text)
        return None
    if local.type.is_slice:
        return slice_recipe(local)
    return struct_recipe(local) if kind.is_struct or kind.is_array else None


def _qualified(kind: Type) -> tuple[str, str]:
    named = kind.unaliased
    return getattr(named, "package", ""), getattr(named, "name", "")


def _called(local: Local) -> str:
    """The package-level function whose result the local is declared with, `bytes.NewBuffer`."""
    value = local.value
    if value is None or value.type != "call_expression":
        return ""
    return lifetime.called_name(local.info, value).removeprefix("github.com/klauspost/")


def _is_closer(local: Local) -> bool:
    kind = local.type if local.type.is_pointer or local.type.is_interface else None
    found = local.info.method_set(kind if kind is not None else local.type)
    return found is not None and any(name in found for name in ("Close", "Stop", "Shutdown"))


def _is_made(local: Local) -> bool:
    value = local.value
    return value is not None and value.type in ("composite_literal", "unary_expression")


def spelled(info: FileInfo, text: str, at: Node) -> str:
    """`*bytes.Buffer` as the file writes it: its own name of the package."""
    star = "*" if text.startswith("*") else ""
    package, _, name = text.lstrip("*").rpartition(".")
    for spec in info.file.imports:
        if spec.path.rpartition("/")[2] == package and spec.name not in ("", "_", "."):
            return f"{star}{spec.name}.{name}"
    return text


def _own_text(local: Local, kind: Type) -> str:
    """A type as both the function and the package level write it."""
    text = local.info.type_text(kind, local.name)
    if text is None or text != local.info.type_text(kind, local.top):
        raise Refused("unspellable-type", local.info, local.name, str(kind))
    return text


# bytes.Buffer


def _buffer(local: Local) -> Recipe | None:
    size = _fresh_buffer(local)
    if size is None:
        return None
    grow = f"{local.text}.Grow({local.info.file.text(size)})" if size else ""
    room = local.info.constant(size) if size else 0
    own = _own_text(local, local.type.element if local.type.is_pointer else local.type)
    name = local.text
    return Recipe(
        stem=pool_name(local, "buf"),
        pointer=f"*{own}",
        made=(f"return new({own})",),
        taken=f"{name} := <pool>.Get().(*{own})",
        renewed=(f"{name}.Reset()", *filter(None, (grow,))),
        condition=f"{name}.Cap() <= <limit>",
        room=room if isinstance(room, int) else 0,
        is_value=not local.type.is_pointer,
    )


def _fresh_buffer(local: Local) -> Node | Literal[""] | None:
    """The capacity of an empty buffer, "" where none is given; None for what is no empty one."""
    value = local.value
    if value is None:
        return "" if local.declaration.type == "var_spec" and not local.type.is_pointer else None
    inner = nodes.unparenthesized(value)
    if inner.type == "unary_expression":
        operand = inner.child_by_field_name("operand")
        inner = operand if operand is not None else inner
    if inner.type == "composite_literal":
        return ""
    called = _called(local)
    given = _operands.arguments_of(inner) if inner.type == "call_expression" else []
    if _operands.predeclared_callee(local.info, inner) == "new" if given else False:
        return "" if local.info.is_type(given[0]) else None
    if called not in ("bytes.NewBuffer", "bytes.NewBufferString") or len(given) != 1:
        return None
    return _initial(local, given[0])


def _initial(local: Local, given: Node) -> Node | Literal[""]:
    """NewBuffer(nil), NewBuffer(make([]byte, 0, n)); a buffer over other bytes is refused."""
    info = local.info
    if given.type == "nil" or info.constant(given) == "":
        return ""
    if given.type == "composite_literal" and info.file.text(given).endswith("{}"):
        return ""
    if given.type == "call_expression" and _operands.predeclared_callee(info, given) == "make":
        sizes = _operands.arguments_of(given)[1:]
        if len(sizes) == 2 and info.constant(sizes[0]) == 0:
            return sizes[1]
    raise Refused("not-fresh", info, local.name)


def _read_all(local: Local, called: str) -> Recipe | None:
    """`data, err := io.ReadAll(r)` reads into a buffer of the pool, which data is the bytes of."""
    info, value = local.info, local.value
    if value is None or len(local.others) != 1 or local.declaration.type == "var_spec":
        return None
    other = local.others[0]
    found = info.object_of(other)
    is_new = found is not None and found.span.start == other.start_byte
    sign = ":=" if is_new and other.text != b"_" else "="
    given = _operands.arguments_of(value)
    if len(given) != 1:
        return None
    source = info.file.text(given[0])
    kind = spelled(info, "*bytes.Buffer", local.top)
    package = kind[1:].partition(".")[0]
    kind = kind.replace(f"{package}.", "<bytes>.") if package == "bytes" else kind
    return Recipe(
        stem="buf",
        pointer=kind,
        made=(f"return new({kind[1:]})",),
        taken=f"<ptr> := <pool>.Get().({kind})",
        renewed=(
            "<ptr>.Reset()",
            f"_, {info.file.text(other)} {sign} <ptr>.ReadFrom({source})",
            f"{local.text} := <ptr>.Bytes()",
        ),
        condition="<ptr>.Cap() <= <limit>",
        returned="<ptr>",
        ptr="buf",
        disused=called.rpartition(".")[0],
        imports=("bytes",) if package == "bytes" else (),
    )


# Readers, writers and hashes that have Reset


def _stream(local: Local, called: str) -> Recipe:
    info, name, value = local.info, local.text, local.value
    assert value is not None
    kind, idle = _STREAMS[called]
    imports = _package_of_discard(info) if idle == _DISCARD else ()
    for package in imports:
        idle = idle.replace("<io>", f"<{package}>")
    given = _operands.arguments_of(value)
    if not given or len(local.others) > 1:
        raise Refused("not-fresh", info, local.name)
    settings = [_setting(info, each) for each in given[1:]]
    if local.others and local.others[0].text != b"_":
        raise Refused("constructor-fails", info, value)
    pointer = _own_text(local, local.type)
    function = value.child_by_field_name("function")
    assert function is not None
    making = f"{info.file.text(function)}({', '.join([idle, *settings])})"
    word = kind[1:].replace(".W", "W").replace(".R", "R")
    return Recipe(
        stem=pool_name(local, word),
        pointer=pointer,
        made=(f"w, _ := {making}", "return w") if local.others else (f"return {making}",),
        taken=f"{name} := <pool>.Get().({pointer})",
        renewed=(f"{name}.Reset({info.file.text(given[0])})",),
        cleaned=(f"{name}.Reset({idle})",),
        imports=imports,
        size=_stream_size(info, called, given),
    )


def _gzip_reader(local: Local) -> Recipe:
    """The zero value is good for Reset, which reads the header and may fail as NewReader does."""
    info, name, value = local.info, local.text, local.value
    assert value is not None
    given = _operands.arguments_of(value)
    if len(given) != 1 or len(local.others) != 1:
        raise Refused("not-fresh", info, local.name)
    error = local.others[0]
    found = info.object_of(error)
    is_new = found is not None and found.span.start == error.start_byte
    pointer = _own_text(local, local.type)
    return Recipe(
        stem=pool_name(local, "gzipReader"),
        pointer=pointer,
        made=(f"return new({pointer[1:]})",),
        taken=f"{name} := <pool>.Get().({pointer})",
        renewed=(
            f"{info.file.text(error)} {':=' if is_new else '='} "
            f"{name}.Reset({info.file.text(given[0])})",
        ),
        notes=("what was read last stays in memory until the reader is used again",),
    )


def _package_of_discard(info: FileInfo) -> tuple[str, ...]:
    version = info.semantics.workspace.language_version(info.path)
    return ("io",) if version >= (1, 16) else ("io/ioutil",)


def _setting(info: FileInfo, argument: Node) -> str:
    """A level or size, which all objects of the pool share."""
    if info.constant(argument) is None or _names_local(info, argument):
        raise Refused("constructor-takes-values", info, argument)
    return info.file.text(argument)


def _names_local(info: FileInfo, node: Node) -> bool:
    return any(found.is_local for found in _operands.names_in(info, node))


def _stream_size(info: FileInfo, called: str, given: list[Node]) -> int | None:
    if not called.startswith("bufio."):
        return None
    size = info.constant(given[1]) if len(given) > 1 else 4096
    return size if isinstance(size, int) else None


def _hash(local: Local) -> Recipe:
    info, name, value = local.info, local.text, local.value
    assert value is not None
    making = info.file.text(value)
    function = value.child_by_field_name("function")
    package = info.file.text(function).partition(".")[0] if function is not None else "hash"
    return Recipe(
        stem=pool_name(local, package),
        pointer="<hash>.Hash",
        made=(f"return {making}",),
        taken=f"{name} := <pool>.Get().(<hash>.Hash)",
        renewed=(f"{name}.Reset()",),
        imports=("hash",),
    )

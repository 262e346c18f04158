"""One use of a counter or flag as one atomic operation."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Changes, Refusal
from gofixmap_codemods._atomic_types import is_predeclared, takes_any_integer
from msgspec import Struct, field

from gofixmap.codemod import nodes, operands, sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gofixmap_codemods._atomic_form import Form
    from gofixmap_codemods._atomic_types import Shape
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

READS = frozenset({sharing.Operation.READ, sharing.Operation.COMPARE, sharing.Operation.METHOD})
WRITES = frozenset({sharing.Operation.ASSIGN, sharing.Operation.UPDATE})
_LEAVING = frozenset({sharing.Operation.INITIALIZE, sharing.Operation.ATOMIC})


class Uses(Struct):
    """Rewrites the uses of one variable; idioms claim theirs before `rest` does what is left."""

    form: Form
    accesses: Sequence[sharing.Access]
    changes: Changes
    done: set[tuple[str, int]] = field(default_factory=set)
    loaded: list[sharing.Access] = field(default_factory=list)  # what became a Load of its own

    @property
    def shape(self) -> Shape:
        return self.form.shape

    def claim(self, *accesses: sharing.Access) -> None:
        self.done.update(key(access) for access in accesses)

    def is_open(self, access: sharing.Access) -> bool:
        return key(access) not in self.done

    def within(self, info: FileInfo, node: Node) -> list[sharing.Access]:
        """The accesses that stand inside a node."""
        return [
            each
            for each in self.accesses
            if each.path == info.path
            and node.start_byte <= each.node.start_byte
            and each.node.end_byte <= node.end_byte
        ]

    def rest(self) -> None:
        """Rewrites what no idiom has claimed. Raises Refusal."""
        for access in self.accesses:
            if self.is_open(access):
                self._default(access)

    def _default(self, access: sharing.Access) -> None:
        operation = access.operation
        if operation in READS:
            self.load(access)
        elif operation is sharing.Operation.ATOMIC:
            self.method_of_function(access)
        elif operation in WRITES:
            self.write(access)
        elif operation is not sharing.Operation.INITIALIZE:
            refuse_use(access)

    def load(self, access: sharing.Access) -> None:
        """`n` as `n.Load()`, converted where the context wants the old type."""
        self.loaded.append(access)
        self.operation(access, "Load")

    def operation(
        self, access: sharing.Access, method: str, arguments: str = "", suffix: str = ""
    ) -> None:
        """A read as a call of `method`, whose result stands for the old value."""
        info, node = access.info, access.node
        if self.form.flag:
            self._flag_load(access)
            return
        after = self.form.after(info, method, has_arguments=bool(arguments))
        text = after + (f"{arguments})" if arguments else "") + suffix
        before = self.form.before(info, method)
        is_method = access.operation is sharing.Operation.METHOD
        if is_method and _has_pointer_method(info, node):
            refuse_use(access)
        if is_method or not takes_any_integer(info, self.shape, node):
            self._converted(access, before, text)
        elif suffix and needs_parentheses(node):
            self.changes.wrap(info, node, f"({before}", f"{text})")
        elif suffix:
            self.changes.wrap(info, node, before, text)
        else:
            self._unwrapped(access, before, text)

    def _converted(self, access: sharing.Access, before: str, text: str) -> None:
        name = self.form.conversion(access.info, access.node)
        self.changes.wrap(access.info, access.node, f"{name}({before}", f"{text})")

    def _unwrapped(self, access: sharing.Access, before: str, text: str) -> None:
        """Without a conversion; one to the operations' own type that stands there goes."""
        info, node = access.info, access.node
        call = _conversion_around(info, node, self.shape.value)
        if call is None or self.shape.is_exact:
            self.changes.wrap(info, node, before, text)
            return
        self.changes.replace(info, call.start_byte, node.start_byte, before)
        self.changes.replace(info, node.end_byte, call.end_byte, text)

    def _flag_load(self, access: sharing.Access) -> None:
        info, node = access.info, access.node
        around = node.parent
        negated = around is not None and around.type == "unary_expression"
        whole = around if negated and around is not None else node
        call = self.form.call(info, "Load", info.file.text(node))
        text = f"{call} {'==' if negated else '!='} 0"
        outer = whole.parent
        if outer is not None and outer.type in ("binary_expression", "unary_expression"):
            text = text if operands.operator_of(outer) in ("&&", "||") else f"({text})"
        self.changes.replace(info, whole.start_byte, whole.end_byte, text)

    def write(self, access: sharing.Access) -> None:
        """`n++`, `n += x` and `n = x` as statements."""
        statement = writing_statement(access)
        if statement.type in ("inc_statement", "dec_statement"):
            self._step(access, statement)
            return
        operator, value = assigned(access, statement)
        if self.within(access.info, value):
            raise Refusal("read-modify-write", access.info, statement, text_of(access, statement))
        if operator == "=":
            self.put(access, statement, "Store", value)
        elif operator in ("+=", "-="):
            self.add(access, statement, value, negative=operator == "-=")
        elif operator in ("|=", "&=") and self.has_bit_operations(access):
            self.put(access, statement, "Or" if operator == "|=" else "And", value)
        else:
            raise Refusal("read-modify-write", access.info, statement, text_of(access, statement))

    def has_bit_operations(self, access: sharing.Access) -> bool:
        version = access.info.semantics.workspace.language_version(access.path)
        return not self.shape.is_bool and not self.form.packages and version >= (1, 23)

    def _step(self, access: sharing.Access, statement: Node) -> None:
        delta = self.delta(access, statement)
        tail = self.form.after(access.info, "Add", has_arguments=True)
        self.changes.insert(
            access.info, access.node.start_byte, self.form.before(access.info, "Add")
        )
        end = statement.end_byte
        self.changes.replace(access.info, access.node.end_byte, end, f"{tail}{delta})")

    def delta(self, access: sharing.Access, statement: Node) -> str:
        """What `n++` and `n--` add."""
        if statement.type == "inc_statement":
            return "1"
        if not self.shape.is_unsigned:
            return "-1"
        return f"^{self._value_name(access, statement)}(0)"

    def _value_name(self, access: sharing.Access, node: Node) -> str:
        if not is_predeclared(access.info, self.shape.value, node):
            raise Refusal("unspellable-type", access.info, node, self.shape.value)
        return self.shape.value

    def put(self, access: sharing.Access, statement: Node, method: str, value: Node) -> None:
        """`n = x` as `n.Store(x)`: the operand stays where it is."""
        self._open(access, method, value)
        self.form.write_taken(access.info, value, self.changes)
        self.changes.insert(access.info, statement.end_byte, ")")

    def add(self, access: sharing.Access, statement: Node, value: Node, *, negative: bool) -> None:
        """`n += x` and `n -= x`."""
        info = access.info
        self._open(access, "Add", value)
        if not negative:
            self.form.write_taken(info, value, self.changes)
        elif self.shape.is_unsigned and info.constant(value) is not None:
            text = self._complement(access, value)
            self.changes.replace(info, value.start_byte, value.end_byte, text)
        else:
            self.form.write_taken(info, value, self.changes, sign="-")
        self.changes.insert(info, statement.end_byte, ")")

    def _complement(self, access: sharing.Access, value: Node) -> str:
        """What the documentation of AddUint32 says to add in order to subtract a constant."""
        info, name = access.info, self._value_name(access, value)
        if value.type == "int_literal" and isinstance(amount := info.constant(value), int):
            return f"^{name}({amount - 1})"
        return f"^{name}({info.file.text(value)} - 1)"

    def _open(self, access: sharing.Access, method: str, value: Node) -> None:
        """From the variable to the operand: ` = ` becomes `.Store(`."""
        info, node = access.info, access.node
        between = info.file.data[node.end_byte : value.start_byte]
        if b"/" in between:
            raise Refusal("comment-inside", info, node)
        self.changes.insert(info, node.start_byte, self.form.before(info, method))
        tail = self.form.after(info, method, has_arguments=True)
        self.changes.replace(info, node.end_byte, value.start_byte, tail)

    def method_of_function(self, access: sharing.Access) -> None:
        """`atomic.AddInt64(&n, 1)` as `n.Add(1)`."""
        if self.form.packages:
            return
        info, node = access.info, access.node
        call = atomic_call(access)
        method = operation_name(info, call, self.shape.name)
        if call is None or not method:
            refuse_use(access)
            return
        given = operands.arguments_of(call)
        if _has_comment(call):
            raise Refusal("comment-inside", info, call)
        self.changes.replace(info, call.start_byte, node.start_byte, "")
        if len(given) == 1:
            self.changes.replace(info, node.end_byte, call.end_byte, f".{method}()")
            return
        self.changes.replace(info, node.end_byte, given[1].start_byte, f".{method}(")
        if b"\n" in info.file.data[given[0].start_byte : given[1].start_byte]:
            self._on_one_line(info, given, call)

    def _on_one_line(self, info: FileInfo, given: list[Node], call: Node) -> None:
        """The arguments of a call that had a line for each move up to the method."""
        for left, right in pairwise(given[1:]):
            self.changes.replace(info, left.end_byte, right.start_byte, ", ")
        self.changes.replace(info, given[-1].end_byte, call.end_byte, ")")


def key(access: sharing.Access) -> tuple[str, int]:
    return access.path, access.node.start_byte


def text_of(access: sharing.Access, node: Node) -> str:
    return access.info.file.text(node)


def refuse_use(access: sharing.Access) -> None:
    """The use wants the old type or an address. Raises Refusal."""
    reason = {
        sharing.Operation.ADDRESS: "address-taken",
        sharing.Operation.UNKNOWN: "unresolved-use",
    }.get(access.operation, "other-use")
    raise Refusal(reason, access.info, access.node, text_of(access, access.expression))


def writing_statement(access: sharing.Access) -> Node:
    """The inc, dec or assignment statement on whose left side the variable stands."""
    node: Node | None = access.node
    while node is not None and node.type in _LEFT_SIDE:
        node = node.parent
    if node is None or node.type not in _WRITING:
        raise Refusal("other-use", access.info, access.node, text_of(access, access.expression))
    return node


_LEFT_SIDE = frozenset(
    {"identifier", "selector_expression", "parenthesized_expression", "expression_list"}
)
_WRITING = frozenset({"inc_statement", "dec_statement", "assignment_statement"})


def assigned(access: sharing.Access, statement: Node) -> tuple[str, Node]:
    """The operator and the value of an assignment to this variable alone. Raises Refusal."""
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left is None or right is None:
        raise Refusal("other-use", access.info, statement, text_of(access, statement))
    targets, values = nodes.expression_items(left), nodes.expression_items(right)
    if len(targets) != 1 or len(values) != 1 or targets[0] != access.node:
        raise Refusal("several-targets", access.info, statement, text_of(access, statement))
    return operands.operator_of(statement), values[0]


def atomic_call(access: sharing.Access) -> Node | None:
    """The call of sync/atomic around `&n`."""
    if access.operation is not sharing.Operation.ATOMIC:
        return None
    around = access.node.parent
    while around is not None and around.type == "parenthesized_expression":
        around = around.parent
    if around is None or operands.operator_of(around) != "&":
        return None
    listed = around.parent
    while listed is not None and listed.type == "parenthesized_expression":
        listed = listed.parent
    call = listed.parent if listed is not None and listed.type == "argument_list" else None
    return call if call is not None and call.type == "call_expression" else None


_METHODS = ("CompareAndSwap", "Add", "And", "Load", "Or", "Store", "Swap")


def operation_name(info: FileInfo, call: Node | None, kind: str) -> str:
    """`Add` for `atomic.AddInt64` where `kind` is Int64; "" for anything else."""
    function = call.child_by_field_name("function") if call is not None else None
    chosen = info.selection(function) if function is not None else None
    if chosen is None or chosen.kind != "package" or chosen.object is None:
        return ""
    if chosen.object.package != "sync/atomic" or not chosen.name.endswith(kind):
        return ""
    method = chosen.name.removesuffix(kind)
    return method if method in _METHODS else ""


def needs_parentheses(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type in (
        "binary_expression",
        "selector_expression",
        "unary_expression",
    )


def _conversion_around(info: FileInfo, node: Node, value: str) -> Node | None:
    """The conversion `int64(n)` of which `node` is the operand."""
    listed = node.parent
    call = listed.parent if listed is not None and listed.type == "argument_list" else None
    if call is None or call.type != "call_expression" or not info.is_conversion(call):
        return None
    return call if str(info.type_of(call).unaliased) == value else None


def _has_pointer_method(info: FileInfo, node: Node) -> bool:
    selector = node.parent
    chosen = info.selection(selector) if selector is not None else None
    return chosen is None or chosen.pointer_method


def _has_comment(node: Node) -> bool:
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type == "comment":
            return True
        pending += current.named_children
    return False

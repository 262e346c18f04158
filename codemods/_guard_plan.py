"""The whole guarding of one variable: the lock, the sections, what a new field breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_duties import Duties, changes, grouped
from gofixmap_codemods._guard_lock import lock_ref
from gofixmap_codemods._guard_nested import check_copies, check_inner, check_pointees, deepened
from gofixmap_codemods._guard_notes import notes_of
from gofixmap_codemods._guard_place import place_mutex
from gofixmap_codemods._guard_raise import Raised, raised
from gofixmap_codemods._guard_refusal import Refused
from gofixmap_codemods._guard_scope import Scope, check_reach
from gofixmap_codemods._guard_sections import plan_sections
from gofixmap_codemods._guard_sections_made import is_fresh
from gofixmap_codemods._guard_sections_model import (
    GuardContext,
    Import,
    LockRef,
    Refusal,
    SectionPlan,
    Such,
)
from gofixmap_codemods._guard_split import split_edits
from gofixmap_codemods._guard_struct import ripple_of
from gofixmap_codemods._guard_waits import check_dispatched, check_handed, check_waits

from gofixmap.codemod import Edit, Fix, add_imports, sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Context

Access = sharing.Access
Kind = sharing.VariableKind
_ROUNDS = 6  # of splitting one more function; deeper nests are declined


class Guarded(Exception):
    """Every access is under the lock already: there is nothing to say."""


@dataclass(slots=True)
class Plan:
    """One lock for the variables of a scope. `make` raises Refused where the fix would not be
    whole."""

    context: Context
    scope: Scope
    lock: LockRef
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    imports: dict[str, dict[str, str]] = field(default_factory=dict)  # path: import path: name
    raised: dict[tuple[str, int], Raised] = field(default_factory=dict)  # by the place of a write
    _nil_maps: Such = field(init=False)
    _kept_maps: Such = field(init=False)

    def __post_init__(self) -> None:
        self._nil_maps = Such(partial(may_be_nil, self.context))
        self._kept_maps = Such(partial(stays_made, self.context))

    def make(self, placed: Sequence[Edit] = ()) -> Fix:
        """The fix. `placed` declares the lock where it is new."""
        check_reach(self.context, self.scope)
        self.edits += placed
        if self.lock.variable is None and self.variable.kind is Kind.FIELD:
            self._ripple()
        duties, plans = self._sections()
        for plan in plans.values():
            self.edits += plan.edits
            self.notes += plan.notes
            self._import(plan.imports)
        for function in sorted(duties.split, key=lambda each: each.name):
            self.edits += split_edits(duties, function, self.lock)
        self.edits += self._import_edits()
        self.edits += [edit for each in self.raised.values() for edit in each.edits]
        if not self.edits:
            raise Guarded
        self.notes += notes_of(self.scope, duties)
        edits, notes = self._checked(), tuple(dict.fromkeys(self.notes))
        claims = self.context.claims_on(placed) | self.context.claims_on_names(edits)
        sections = frozenset(region for plan in plans.values() for region in plan.regions)
        sections |= {each.region for each in self.raised.values()}
        direct = [each for all_ in duties.direct.values() for each in all_]
        check_copies(direct, sections)
        held = sections | duties.run_by(sections)
        check_inner(duties.graph, direct, held)
        check_pointees(direct, held)
        return Fix(self._title(), edits, notes, claims, held)

    @property
    def variable(self) -> sharing.Variable:
        return self.scope.first

    def _ripple(self) -> None:
        ripple = ripple_of(self.context, self.variable)
        self.edits += ripple.edits
        self.notes += ripple.notes

    def _title(self) -> str:
        owner = self.variable.owner if self.variable.kind is Kind.FIELD else ""
        return f"guard {self.scope.names} with {self.lock.text(owner)}"

    def _duties(self, apart: Collection[sharing.Function]) -> Duties:
        graph = sharing.call_graph(self.context.semantics, self.variable.info.package)
        wanted = [access for access in self.scope.shared if not self._is_held(graph, access)]
        if not wanted and not self.raised:
            raise Guarded
        taking = (
            frozenset(_taking(graph, self.lock.variable)) if self.lock.variable else frozenset()
        )
        lock = self.lock.variable
        duties = Duties(graph, self.variable, grouped(graph, wanted), lock, taking)
        duties.settle(apart)
        return duties

    def _is_held(self, graph: sharing.CallGraph, access: Access) -> bool:
        """Whether the access is under the lock already; a write has to hold it for itself alone."""
        for held in sharing.held_at(graph, access) if self.lock.variable is not None else ():
            if held.lock == self.lock.variable and held.base in ("", access.base):
                if access.writes and not held.exclusive:
                    self._raise(graph, held.lock, access)
                return True
        return False

    def _raise(self, graph: sharing.CallGraph, lock: sharing.Variable, access: Access) -> None:
        """Takes the lock for writing where a section for reading writes."""
        key = (access.path, access.node.start_byte)
        if key not in self.raised:
            section = raised(graph, lock, access)
            if section is None:
                raise Refused("read-locked-write", access.info, access.node)
            self.raised[key] = section

    def _sections(self) -> tuple[Duties, dict[sharing.Function, SectionPlan]]:
        """The sections of every function; where one would lock twice, the callee is split."""
        apart: set[sharing.Function] = set()
        duties = self._duties(apart)
        for _ in range(_ROUNDS):
            planned = self._planned(duties)
            if not isinstance(planned, Refusal):
                duties.check_callers()
                if self.lock.variable is not None:
                    exclusive = [each.function for each in self.raised.values()]
                    locking = {*planned, *duties.split, *exclusive}
                    newly = [*duties.newly_locking(), *exclusive]
                    check_waits(duties.graph, self.lock.variable, locking)
                    check_handed(duties.graph, self.lock.variable, locking)
                    check_dispatched(duties.graph, self.lock.variable, newly)
                return duties, planned
            pulled = {each for each in duties.pulled if _is_inside(each, planned)}
            if pulled:
                apart |= pulled
                duties = self._duties(apart)
            elif planned.reason_id != "reenters" or not _split_callee(duties, planned):
                raise Refused(planned.reason_id, planned.info, planned.node, planned.details)
        raise Refused("reenters", self.variable.info, self.variable.node, self.variable.name)

    def _planned(self, duties: Duties) -> dict[sharing.Function, SectionPlan] | Refusal:
        locking = duties.locking()
        plans: dict[sharing.Function, SectionPlan] = {}
        held = self._held_already(duties.graph)
        for function, accesses in duties.sections().items():
            around = self._context_of(duties, function, locking)
            planned = plan_sections(around, function, [*accesses, *held.get(function, ())])
            if isinstance(planned, Refusal):
                return planned
            _check_covered(planned, accesses)
            plans[function] = planned
        return plans

    def _held_already(self, graph: sharing.CallGraph) -> dict[sharing.Function, list[Access]]:
        """The accesses under an existing lock, which others of the function may depend on."""
        return grouped(graph, (each for each in self.scope.shared if self._is_held(graph, each)))

    def _context_of(
        self,
        duties: Duties,
        function: sharing.Function,
        locking: frozenset[sharing.Function],
    ) -> GuardContext:
        version = self.context.workspace.language_version(function.path)
        return GuardContext(
            self.context.semantics,
            duties.graph,
            self.lock,
            version,
            locking,
            self._nil_maps,
            self._kept_maps,
            frozenset(self.raised),
        )

    def _import(self, imports: Iterable[Import]) -> None:
        for each in imports:
            self.imports.setdefault(each.info.file.path, {})[each.path] = each.name

    def _import_edits(self) -> Iterable[Edit]:
        """Every import of a file at once, because two insertions at one place have no order."""
        for path, wanted in self.imports.items():
            info = self.context.info(path)
            edits, names = add_imports(info.file, dict.fromkeys(wanted, ""))
            for each, name in wanted.items():
                if names[each] != name:
                    raise Refused("import-clash", what=each)
            yield from edits

    def _checked(self) -> tuple[Edit, ...]:
        """The edits once each. Raises Refused where two change one place."""
        edits = tuple(dict.fromkeys(self.edits))
        ordered = sorted(edits, key=lambda edit: (edit.path, edit.start, edit.end))
        for left, right in pairwise(ordered):
            if left.path == right.path and right.start < left.end:
                file = self.context.info(left.path).file
                raise Refused("overlapping", what=f"{left.path}:{file.lines.line_of(left.start)}")
        return edits


def _check_covered(plan: SectionPlan, accesses: Iterable[Access]) -> None:
    """Every access is under the lock, or has given way to something that is."""
    for access in accesses:
        start, end = access.node.start_byte, access.node.end_byte
        held = any(path == access.path and a <= start < b for path, a, b in plan.regions)
        if not held and not any(
            edit.path == access.path and edit.start <= start and end <= edit.end
            for edit in plan.edits
        ):
            raise Refused("not-placed", access.info, access.expression)


def _taking(graph: sharing.CallGraph, lock: sharing.Variable) -> Iterable[sharing.Function]:
    """The functions that take an existing lock in their own bodies."""
    for function in graph.locking:
        for call in sharing.lock_calls(graph, function):
            if call.lock == lock and call.method in ("Lock", "RLock", "TryLock", "TryRLock"):
                yield function
                break


def _is_inside(function: sharing.Function, refusal: Refusal) -> bool:
    return function.path == refusal.info.file.path and function.contains(refusal.node)


def _split_callee(duties: Duties, refusal: Refusal) -> bool:
    """Let the function that a section would call run under the lock, if it can."""
    for function in duties.direct:
        for call in duties.graph.calls_to(function):
            same = call.path == refusal.info.file.path and call.node == refusal.node
            if same and duties.hold(function):
                return True
    return False


def may_be_nil(context: Context, variable: sharing.Variable) -> bool:
    """Whether a map variable may still be nil, so that a write to it can panic."""
    if not variable.type.is_map:
        return False
    values = [
        access.value
        for access in sharing.accesses_of(context.semantics, variable).all
        if access.operation in (sharing.Operation.INITIALIZE, sharing.Operation.ASSIGN)
    ]
    if not values or any(value is None or (value.text or b"") == b"nil" for value in values):
        return True
    if variable.kind is not Kind.FIELD:
        return variable.declaration.child_by_field_name("value") is None and (
            variable.declaration.type != "short_var_declaration"
        )
    owner = variable.info.scope.lookup(variable.owner, tests=True)
    if owner is None or owner.kind != "type":
        return True
    made = sharing.literals_of(context.semantics, owner.type)
    return any(each.form != "literal" or variable.name not in each.values for each in made)


def stays_made(context: Context, variable: sharing.Variable) -> bool:
    """Whether a map is never set to nil, or to what may be nil, once it is made."""
    return variable.type.is_map and all(
        is_fresh(access.info, access.value)
        for access in sharing.accesses_of(context.semantics, variable).all
        if access.operation is sharing.Operation.ASSIGN
    )


def new_lock(
    context: Context, scope: Scope, *, rw: bool
) -> tuple[LockRef, Sequence[Edit], Mapping[str, dict[str, str]]]:
    """A mutex declared beside the variables, in every build: how to name it, edits and imports."""
    functions = [(each.info, each.function) for each in scope.shared if each.function is not None]
    edits: list[Edit] = []
    imports: dict[str, dict[str, str]] = {}
    name, kind = "", scope.first.kind
    for declared in sharing.declarations_of(context.semantics, scope.first):
        sync = sync_name(declared)
        mutex = f"{sync}.{'RWMutex' if rw else 'Mutex'}"
        placed = place_mutex(declared, mutex, scope.names, functions)
        if name and placed.name != name:
            raise Refused("no-place", declared.info, declared.node)
        name = placed.name
        edits += placed.edits
        imports.setdefault(declared.path, {})["sync"] = sync
    lock = LockRef(name, package=kind is Kind.PACKAGE, local=kind is Kind.LOCAL, rw=rw)
    return lock, edits, imports


def sync_name(variable: sharing.Variable) -> str:
    """The name of package sync where the variable is declared. Raises Refused where it is taken."""
    _, name = add_imports(variable.info.file, {"sync": ""})
    found = variable.info.lookup(name["sync"], variable.node)
    if found is not None and found.kind != "package":
        raise Refused("no-place", variable.info, variable.node, name["sync"])
    return name["sync"]


def plan_existing(context: Context, scope: Scope, lock: sharing.Variable) -> Fix:
    """The fix with a lock that is there already."""
    ref = lock_ref(scope.first, lock)
    if ref is None:
        raise Refused("already-guarded-elsewhere", lock.info, lock.node, lock.name)
    return Plan(context, deepened(scope), ref).make()


def plan_new(context: Context, scope: Scope, kind: str) -> Fix:
    """The fix with a mutex of its own. `kind` is auto, mutex or rwmutex."""
    scope = deepened(scope)
    reads = not all(changes(each) for each in scope.shared)
    if kind == "auto" and reads:
        fix = _plan_new(context, scope, rw=True)
        if any(".RLock()" in edit.text for edit in fix.edits):
            return fix
    return _plan_new(context, scope, rw=kind == "rwmutex")


def _plan_new(context: Context, scope: Scope, *, rw: bool) -> Fix:
    ref, edits, imports = new_lock(context, scope, rw=rw)
    plan = Plan(context, scope, ref)
    plan.imports.update(imports)
    return plan.make(edits)

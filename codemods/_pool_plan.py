"""The edits that take a local from a pool, and the pool's declaration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._pool_dead import check_dead, check_names, stays_on_stack
from gofixmap_codemods._pool_local import Local, Refused
from gofixmap_codemods._pool_recipe import Recipe

from gofixmap.codemod import (
    Edit,
    Fix,
    add_imports,
    fresh_name,
    insert_after,
    insert_before,
    lines,
    names,
    newline,
    pattern,
    placement,
    remove_import,
    replace_statement,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, SourceFile

_WORD = pattern(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
SMALLEST = 1 << 10  # bytes; below that a pool costs about what an allocation does
_LARGEST = 64  # KiB, or as many units
_ANY = (1, 18)


def plan(context: Context, local: Local, recipe: Recipe) -> Fix:
    """The fix. Raises Refused where the local cannot be pooled."""
    if recipe.size is not None and recipe.size < SMALLEST:
        raise Refused("too-small", local.info, local.name, f"{recipe.size} bytes")
    statement = local.statement
    check_dead(local, recipe)
    if recipe.can_stay and stays_on_stack(local):
        raise Refused("stays-on-stack", local.info, local.name)
    return _Plan(context, local, recipe, statement).fix()


class _Plan:
    def __init__(self, context: Context, local: Local, recipe: Recipe, statement: Node) -> None:
        self.context = context
        self.local = local
        self.recipe = recipe
        self.statement = statement
        self.info = local.info
        self.file = local.info.file
        stem = recipe.stem[:1].upper() + recipe.stem[1:]
        self.pool, self.limit = f"{recipe.stem}Pool", f"maxPooled{stem}"
        self.pointer = fresh_name(local.info, local.name, recipe.ptr or f"{local.text}Ptr")

    def fix(self) -> Fix:
        imported = self._imported("sync", *self.recipe.imports)
        declared: tuple[Edit, ...] = ()
        if is_declared_so(self.info, self._pool_lines(), recipe=self.recipe):
            imported = self._imported(*self.recipe.imports)
        else:
            self.pool = free_package_name(self.info, self.pool)
            self.limit = free_package_name(self.info, self.limit)
            declared = (self._declaration(),)
        edits = [*imported, *declared, *self._statements(), *self._uses(), *self._disused()]
        return Fix(
            f"Take {self.local.text} from a sync.Pool",
            tuple(edits),
            self.recipe.notes,
            claims=self._claims(declared=bool(declared)),
        )

    def _imported(self, *paths: str) -> tuple[Edit, ...]:
        wanted = dict.fromkeys(paths, "")
        edits, self.given = add_imports(self.file, wanted, taken=self._taken())
        return edits

    def _disused(self) -> tuple[Edit, ...]:
        """The import of a package whose last use goes."""
        path = self.recipe.disused
        for spec in self.file.imports if path else ():
            name = (spec.name or path.rpartition("/")[2]).encode()
            uses = re.findall(rb"\b" + re.escape(name) + rb"\.", self.file.data)
            if spec.path == path and len(uses) == 1:
                return remove_import(self.file, path)
        return ()

    def _claims(self, *, declared: bool) -> frozenset[str]:
        """The names that the fix declares, and the imports that it counts on."""
        folder = self.info.package.dir
        made = (self.pool, self.limit) if declared else ()
        disused = {f"{self.file.path} {self.recipe.disused}"} if self.recipe.disused else set()
        return frozenset(f"{folder} {name}" for name in made) | disused

    def _taken(self) -> frozenset[str]:
        words = names.words_around(self.info, self.local.name)
        imported = {spec.name or spec.path.rpartition("/")[2] for spec in self.file.imports}
        return package_names(self.info) | (words - imported)

    def _text(self, text: str) -> str:
        for path, name in self.given.items():
            text = text.replace(f"<{path}>", name)
        text = text.replace("<pool>", self.pool).replace("<limit>", self.limit)
        return text.replace("<ptr>", self.pointer)

    # The package level

    def _declaration(self) -> Edit:
        """The pool and the limit, above the declaration around the local and its comment."""
        ending = newline(self.file.data)
        start = lines.doc_start(self.file.data, self.local.top.start_byte)
        text = ending.join([*self._pool_lines(), ""])
        return Edit(self.file.path, start, start, text + ending)

    def _pool_lines(self) -> list[str]:
        version = self.context.workspace.language_version(self.file.path)
        any_type = "any" if version >= _ANY and self._is_predeclared("any") else "interface{}"
        made = [self._text(line) for line in self.recipe.made]
        head = f"var {self.pool} = {self.given['sync']}.Pool{{New: func() {any_type} {{"
        if len(made) == 1:
            lines = [f"{head} {made[0]} }}}}"]
        else:
            lines = [head, *(f"\t{line}" for line in made), "}}"]
        if "<limit>" in self.recipe.condition:
            unit = f"{self.recipe.unit}; larger ones are not kept"
            lines += ["", f"const {self.limit} = {_limit(self.recipe)} // {unit}"]
        return lines

    def _is_predeclared(self, name: str) -> bool:
        found = self.info.lookup(name, self.local.top)
        return found is not None and not found.package

    # The function

    def _statements(self) -> list[Edit]:
        head = [self._text(self.recipe.taken), *self._put()]
        renewed = [self._text(each) for each in self.recipe.renewed]
        loop = self.local.loop
        if loop is None:
            first, *others = self._in_order(renewed)
            replaced = replace_statement(self.file, self.statement, [first])
            return [*replaced, *insert_after(self.file, self.statement, others)]
        if self.recipe.puts_later or not renewed:
            raise Refused("in-loop", self.info, self.local.name)
        if not self.recipe.returned:
            check_names(self.local)
        anchor = placement.with_labels(loop)
        if placement.is_jumped_over(anchor) or not _is_listed(anchor):
            raise Refused("in-loop", self.info, self.local.name)
        before = insert_before(self.file, anchor, head)
        return [*before, *replace_statement(self.file, self.statement, renewed)]

    def _in_order(self, renewed: list[str]) -> list[str]:
        """Reset behind Get and before the deferred Put, which a pointer of its own follows."""
        taken, put = self._text(self.recipe.taken), self._put()
        if self.recipe.returned and not self.recipe.puts_later:
            return [taken, *put, *renewed]
        return [taken, *renewed, *put]

    def _put(self) -> list[str]:
        returned = self.recipe.returned or self.local.text
        inner = [*self.recipe.cleaned, f"{self.pool}.Put({returned})"]
        if not self.recipe.condition and not self.recipe.cleaned:
            return [self._text(f"defer {inner[0]}")]
        if self.recipe.condition:
            lines = "".join(f"\n\t\t{line}" for line in inner)
            body = f"\n\tif {self.recipe.condition} {{{lines}\n\t}}"
        else:
            body = "".join(f"\n\t{line}" for line in inner)
        return [self._text(f"defer func() {{{body}\n}}()")]

    def _uses(self) -> list[Edit]:
        """`&v` of a variable that is a pointer now is `v`."""
        edits = []
        for use in self.local.uses if self.recipe.is_value else ():
            parent = use.parent
            if parent is not None and parent.type == "unary_expression":
                edits.append(Edit(self.file.path, parent.start_byte, use.start_byte, ""))
        return edits


def _limit(recipe: Recipe) -> str:
    """Twice what the objects are made with, where that is more than usual."""
    room = _LARGEST
    while recipe.room * 2 > room << 10:
        room *= 2
    return f"{room} << 10"


def _is_listed(anchor: Node) -> bool:
    return anchor.parent is not None and anchor.parent.type == "statement_list"


def is_declared_so(info: FileInfo, lines: list[str], recipe: Recipe) -> bool:
    """Whether the package declares this very pool, for objects that are renewed behind Get."""
    if not recipe.renewed:
        return False
    declared = [_squeezed(line) for line in "\n".join(lines).split("\n\n")]
    workspace = info.semantics.workspace
    files = [workspace.file(path) for path in info.package.all_files]
    texts = {
        _squeezed(each.text.decode("utf-8", "replace"))
        for file in files
        if file is not None and _is_built_with(file, info)
        for each in file.declarations
        if each.keyword in ("var", "const")
    }
    return all(any(text.startswith(each) for text in texts) for each in declared) and all(
        _is_renewed(file.data, lines[0].split()[1]) for file in files if file is not None
    )


def _is_built_with(file: SourceFile, info: FileInfo) -> bool:
    """Whether what a file declares is there wherever the other one is."""
    if file.path == info.path:
        return True
    stem = file.path.rpartition("/")[2]
    return not file.build_constraint and "_" not in stem


def _squeezed(text: str) -> str:
    return " ".join(text.partition(" // ")[0].split())


def _is_renewed(data: bytes, pool: str) -> bool:
    """Whether each object from the pool is Reset in its file, or is a pointer to a slice."""
    gets = re.findall(rb"(\w+) := %s\.Get\(\)\.\(([^)]*)\)" % pool.encode(), data)
    known = len(re.findall(rb"\b%s\.Get\(" % pool.encode(), data)) == len(gets)
    return known and all(
        kind.startswith(b"*[]") or name + b".Reset(" in data for name, kind in gets
    )


def package_names(info: FileInfo) -> frozenset[str]:
    """What the files of the package declare at package level."""
    workspace = info.semantics.workspace
    files = (workspace.file(path) for path in info.package.all_files)
    return frozenset(
        name
        for file in files
        if file is not None
        for declaration in file.declarations
        for name in declaration.names
    )


def free_package_name(info: FileInfo, wanted: str) -> str:
    """The name, with a number where the package declares it or a file of it has that word."""
    workspace = info.semantics.workspace
    taken = set(package_names(info))
    taken |= {word.decode("utf-8", "replace") for word in _WORD.findall(info.file.data)}
    for path in info.package.all_files:
        file = workspace.file(path)
        for spec in file.imports if file is not None else ():
            taken.add(spec.name or spec.path.rpartition("/")[2])
    candidates = (wanted, *(f"{wanted}{number}" for number in range(2, 100)))
    return next(name for name in candidates if name not in taken)

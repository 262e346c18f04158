"""The workspace: files, packages, versions and imports of one tree of Go code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.errors import UsageError
from gofixmap.model import FileProblem
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import pathname
from gofixmap.workspace.constraints import parse_constraint
from gofixmap.workspace.context import (
    BuildContext,
    context_accepting,
    name_suffix,
)
from gofixmap.workspace.disk import Disk, Fill, Recall
from gofixmap.workspace.environment import GoEnvironment, find_environment
from gofixmap.workspace.gopath import LAST_RELEASE
from gofixmap.workspace.grouping import group_packages
from gofixmap.workspace.header import Header
from gofixmap.workspace.layout import Layout
from gofixmap.workspace.packages import Module, Package
from gofixmap.workspace.recorder import Asked, Recorder, unimported_in
from gofixmap.workspace.resolver import Resolver
from gofixmap.workspace.root import Root, find_root
from gofixmap.workspace.shape import Shape, head_of, shape_of
from gofixmap.workspace.tree import Tree, moved
from gofixmap.workspace.walk import Walk
from gofixmap.workspace.words import is_indexed

_FEW = 4  # directories with a quarter of all files are few: no index of all words is made for them
_FILE_VERSION_FLOOR = (1, 21)  # a `//go:build` line cannot lower a file's language below this


class WorkspaceSpec(Struct, frozen=True):
    """All that it takes to open the same workspace in another process; picklable."""

    root: Root
    environment: GoEnvironment
    overlay: Mapping[str, bytes] = field(default_factory=dict)  # by absolute path


class Workspace:
    """A snapshot of a tree: what was read once stays as it was. Never runs Go, never writes.

    Paths go in relative to `root` or absolute; they come out relative to `root` with forward
    slashes, and absolute where they lie outside of it.
    """

    def __init__(self, spec: WorkspaceSpec, tree: Tree | None = None) -> None:
        self._spec = spec
        self._tree = tree or Tree(Disk(spec.root.dir), spec.overlay)
        self.recorder: Recorder | None = None  # who is told what is asked; not of derived ones
        self._host = spec.environment.host
        self._packages: dict[str, tuple[Package, ...]] = {}
        self._unreadable: list[FileProblem] = []
        self._layout = Layout(self._tree, spec.environment.module_cache)
        self._walk = Walk(spec.root, self._tree, self._layout)
        self._resolver = Resolver(
            self._tree, self._layout, spec.environment, spec.root.work_file, self.modules
        )

    @classmethod
    def open(
        cls,
        paths: Sequence[Path],
        *,
        overlay: Mapping[str, bytes] | None = None,
        environment: GoEnvironment | None = None,
    ) -> Workspace:
        """The workspace around `paths` (files or directories).

        `overlay` maps paths, absolute or relative to the working directory, to contents. Raises
        UsageError when a path does not exist.
        """
        if not paths:
            raise UsageError("no paths given", hint="name a file or a directory, such as .")
        environment = environment or find_environment()
        contents = {pathname.absolute(path): data for path, data in (overlay or {}).items()}
        root = find_root(
            [pathname.absolute(path) for path in paths],
            use_go_work=environment.use_go_work,
            overlay=contents,
        )
        return cls(WorkspaceSpec(root, environment, moved(contents, root.dir)))

    @classmethod
    def from_spec(cls, spec: WorkspaceSpec) -> Workspace:
        return cls(spec)

    @property
    def spec(self) -> WorkspaceSpec:
        return replace(self._spec, overlay=dict(self._tree.overlay))

    @property
    def root(self) -> Path:
        return Path(self._spec.root.dir)

    @property
    def goroot(self) -> Path | None:
        return Path(self._spec.environment.goroot) if self._spec.environment.goroot else None

    @property
    def module_cache(self) -> Path | None:
        cache = self._spec.environment.module_cache
        return Path(cache) if cache else None

    @property
    def host(self) -> BuildContext:
        """The build that this machine makes by default."""
        return self._host

    @property
    def toolchain_version(self) -> tuple[int, int]:
        """The Go version of `goroot`; the newest that gofixmap knows where there is none."""
        return (1, self._spec.environment.release)

    @property
    def problems(self) -> list[FileProblem]:
        """What could not be read or understood so far, go.mod and go.work files first."""
        return [*self._layout.problems, *self._unreadable]

    def with_overlay(self, contents: Mapping[str, bytes]) -> Workspace:
        """This workspace with other contents for some files; the rest is shared, not copied."""
        absolute = {self._tree.absolute(path): data for path, data in contents.items()}
        other = Workspace(self._spec, self._tree.derive(absolute))
        if all(self._keeps_structure(path) for path in absolute):
            other._share(self, {pathname.parent(path) for path in absolute})
        return other

    def _keeps_structure(self, path: str) -> bool:
        """Whether new contents at `path` leave directories and modules as they are."""
        return path.endswith(".go") and self._tree.is_file(path)

    def _share(self, parent: Workspace, touched: set[str]) -> None:
        self._walk = parent._walk
        self._layout = parent._layout
        self._resolver = parent._resolver
        self._packages = {d: p for d, p in parent._packages.items() if d not in touched}

    def file(self, path: str) -> SourceFile | None:
        """The Go file at `path`, from the overlay first; None when it cannot be read."""
        absolute = self._tree.absolute(path)
        if self.recorder is not None:
            self.recorder.file(absolute)
        return self._tree.source(absolute)

    def looked_at(self, path: str) -> None:
        """Tells the recorder of a Go file that somebody has got without asking `file` for it."""
        if self.recorder is not None:
            self.recorder.file(self._tree.absolute(path))

    def unnoted(self, path: str) -> SourceFile | None:
        """`file` for one who tells the recorder himself what he asks of the file's text."""
        return self._tree.source(self._tree.absolute(path))

    def answered(self, question: str, argument: bytes, paths: Iterable[str], answer: bytes) -> None:
        """Tells the recorder what was asked of the text of some files, all at once."""
        if self.recorder is not None:
            places = tuple(map(self._tree.absolute, paths))
            self.recorder.text(Asked(question, argument, places, answer))

    def declaring(self, path: str) -> SourceFile | None:
        """`file` for the resolver, which looks at nothing but what packages declare."""
        absolute = self._tree.absolute(path)
        if self.recorder is not None and self._tree.disk.is_inside(absolute):
            self.recorder.declares(absolute, whole=True)
        return self._tree.source(absolute)

    def imports_of(self, path: str) -> tuple[str, ...]:
        """The import paths in a Go file, in order; its bytes are not kept for it."""
        absolute = self._tree.absolute(path)
        if self.recorder is not None and self._tree.disk.is_inside(absolute):
            self.recorder.declares(absolute, whole=False)
        return self._tree.imports(absolute)

    def shape(self, path: str, *, whole: bool) -> Shape | None:
        """What a Go file shows to others, or only its head; None when it cannot be read."""
        absolute = self._tree.absolute(path)
        if not whole:
            header = self._tree.header(absolute)
            return None if header is None else head_of(header, self._tree.imports(absolute))
        source = self._tree.source(absolute)
        return None if source is None else shape_of(source)

    def is_shaped(self, path: str, *, whole: bool) -> bool:
        """Whether an earlier run has kept what `shape` gives."""
        recall = self._tree.disk.recall
        absolute = self._tree.absolute(path)
        if recall is None or absolute in self._tree.overlay:
            return False
        return recall.is_shaped(absolute, whole=whole)

    def following(
        self, question: str, directory: str, make: Callable[[], frozenset[bytes]]
    ) -> frozenset[bytes]:
        """What `make` gives: words that follow from what a package shows and all that it imports.

        `question` names what is asked of the importable package of a directory (absolute). An
        earlier run may have kept the answer.
        """
        recall = None if self._tree.overlay else self._tree.disk.recall
        known = recall.follows(question, directory) if recall is not None else None
        words = make() if known is None else known
        if self.recorder is not None:
            self.recorder.followed[question, directory] = words
        return words

    def peek(self, path: str) -> bytes | None:
        """The bytes of a file that `declaring` reads, which are not kept."""
        absolute = self._tree.absolute(path)
        if self.recorder is not None and self._tree.disk.is_inside(absolute):
            self.recorder.declares(absolute, whole=True)
        data = self._tree.overlay.get(absolute)
        return self._tree.disk.peek(absolute) if data is None else data

    def peek_imports(self, path: str, data: bytes) -> tuple[str, ...]:
        """The import paths in a file that `declaring` reads, of which the caller has the bytes."""
        return self._tree.imports(self._tree.absolute(path), data)

    def read(self, path: str) -> bytes | None:
        """The bytes of any file, from the overlay first; None when it cannot be read."""
        absolute = self._tree.absolute(path)
        if self.recorder is not None:
            self.recorder.file(absolute)
        return self._tree.read(absolute)

    def adopt(self, path: str, data: bytes) -> None:
        """Takes over the bytes of a regular Go file that the caller has just read from disk."""
        self._tree.adopt(self._tree.absolute(path), data)

    def forget(
        self, paths: Iterable[str] | None, unless: Callable[[str], bool] | None = None
    ) -> None:
        """Frees the bytes and trees of files that are not needed any more; None means all files.

        `unless` is asked about the path of each as `SourceFile.path` spells it.
        """
        absolute = self._tree.held() if paths is None else map(self._tree.absolute, paths)
        display = self._tree.display
        self._tree.forget([p for p in absolute if unless is None or not unless(display(p))])

    def forget_all(self, but: str = "") -> None:
        """Frees all files, also what is in them; for one who knows that nobody looks at any.

        Those of the directory `but` (absolute) stay.
        """
        others = [path for path in self._tree.held() if pathname.parent(path) != but]
        for path in others:
            source = self._tree.source(path)
            if source is not None:
                source.dissolve()
        self._tree.forget(others)

    def forget_trees(self, unless: Callable[[str], bool] = lambda _: False) -> None:
        """Frees the trees of all files but those; what is asked later is parsed again."""
        for path in self._tree.held():
            source = self._tree.source(path)
            if source is not None and not unless(source.path):
                source.forget_trees()

    def held_bytes(self) -> int:
        """How many bytes of files are in memory, overlays left out."""
        return self._tree.disk.held_bytes

    def packages(self) -> Iterator[Package]:
        """Every package below the root, by directory, tests after what they test.

        Skips vendor, testdata, what go.mod ignores and directories that start with `_` or `.`,
        unless the user named them or something inside them.
        """
        if self.recorder is not None:
            self.recorder.all_packages()
        for directory in self._walk.directories:
            yield from self._packages_at(directory)

    def packages_in(self, directory: str) -> tuple[Package, ...]:
        """The packages of one directory, the importable one first; empty without Go files."""
        absolute = self._tree.absolute(directory)
        if self.recorder is not None:
            self.recorder.directory(absolute)
        return self._packages_at(absolute)

    def has_assembly(self, directory: str) -> bool:
        """Whether a directory holds assembly, which may use anything that its Go files declare."""
        absolute = self._tree.absolute(directory)
        if self.recorder is not None:
            self.recorder.directory(absolute)
        return self._tree.listing(absolute).has_assembly

    def package_of(self, path: str) -> Package | None:
        """The package that a Go file belongs to, wherever the file lies."""
        absolute = self._tree.absolute(path)
        display = self._tree.display(absolute)
        directory = pathname.parent(absolute)
        if self.recorder is not None:
            self.recorder.directory(directory)
        for package in self._packages_at(directory):
            if display in package.files or display in package.test_files:
                return package
        return self._lone_package(absolute, display, directory)

    def _lone_package(self, absolute: str, display: str, directory: str) -> Package | None:
        """A file that go build passes over (`_x.go`, `.x.go`) is a package of its own."""
        header = self._tree.header(absolute) if absolute.endswith(".go") else None
        if header is None:
            return None
        path = f"{self._import_path(directory)}#{pathname.base(absolute)}"
        module = self._layout.place(directory).module
        return Package(path, header.package_name, directory, module, (display,))

    def resolve_import(self, import_path: str, importer: str) -> Package | None:
        """The package that `import_path` means in the file `importer`; None when it is not here.

        The module's own packages, replaced and vendored ones, the module cache and GOROOT are
        searched as `go build` would. `import "C"` is no package.
        """
        absolute = self._tree.absolute(importer)
        directory = pathname.parent(absolute)
        found = self._resolver.resolve(import_path, directory)
        if found is not None and self.recorder is not None:
            place = directory if self._is_imported(absolute) else unimported_in(directory)
            self.recorder.imported(place, found)
        return self._importable_at(found)

    def _is_imported(self, path: str) -> bool:
        """Whether other packages may import what a Go file belongs to."""
        if path.endswith("_test.go"):
            return False
        header = self._tree.header(path)
        return header is None or header.package_name != "main"

    def meant_by(self, import_path: str, importer: str) -> Package | None:
        """`resolve_import` for a file that need not import it."""
        directory = pathname.parent(self._tree.absolute(importer))
        return self._importable_at(self._resolver.resolve(import_path, directory))

    def _importable_at(self, directory: str | None) -> Package | None:
        for package in self._packages_at(directory) if directory is not None else ():
            if package.files and "#" not in package.path and not package.is_external_test:
                return package
        return None

    def language_version(self, path: str) -> tuple[int, int]:
        """The Go language version of a file, such as (1, 21).

        The go line of its module (1.16 where it has none; without a go.mod the toolchain's version,
        or 1.10 in a tree from before modules), moved by a `//go:build` line that implies a
        release, never below 1.21.
        """
        absolute = self._tree.absolute(path)
        directory = pathname.parent(absolute)
        if self.recorder is not None:
            self.recorder.directory(directory)
        version = self._module_version(directory)
        header = self._tree.header(absolute)
        parsed = parse_constraint(header.constraint) if header and header.constraint else None
        implied = parsed.minimum_version if parsed else None
        return version if implied is None else max(implied, _FILE_VERSION_FLOOR)

    def _module_version(self, directory: str) -> tuple[int, int]:
        place = self._layout.place(directory)
        if place.module is None and place.vendor is None:
            return LAST_RELEASE if self._layout.gopath.has(directory) else self.toolchain_version
        module = place.module
        return (1, 16) if module is None or module.go_version is None else module.go_version

    def context_for(self, path: str) -> BuildContext:
        """A build that has the file: the host's if it does, else the nearest that does."""
        absolute = self._tree.absolute(path)
        if self.recorder is not None:
            self.recorder.directory(pathname.parent(absolute))
        constraint = self._constraint(absolute)
        suffix = name_suffix(absolute)
        if self._host.accepts(constraint, suffix):
            return self._host
        source = self._tree.source(absolute)
        needs_cgo = source is not None and any(spec.path == "C" for spec in source.imports)
        return context_accepting(self._host, constraint, suffix, needs_cgo)

    def matches(self, path: str, context: BuildContext) -> bool:
        """What `BuildContext.matches` says of the file, read no further than its header."""
        absolute = self._tree.absolute(path)
        if not context.accepts(self._constraint(absolute), name_suffix(absolute)):
            return False
        source = None if context.cgo else self._tree.source(absolute)
        return source is None or all(spec.path != "C" for spec in source.imports)

    def _constraint(self, absolute: str) -> str:
        header = self._tree.header(absolute)
        return "" if header is None else header.expression

    def files_containing(self, needle: bytes) -> Iterator[str]:
        """The Go files of `packages()` whose bytes contain `needle`; keeps none of them.

        Overlaid files come first, then the others sorted by directory.
        """
        if self.recorder is not None:
            self.recorder.needle(needle)
        return map(self._tree.display, self._tree.search(needle, self._walk.files))

    def files_mentioning(self, name: str, within: Collection[str] | None = None) -> Iterator[str]:
        """The Go files of `packages()` that hold an identifier, and maybe a few that do not.

        In the order of `files_containing`, and faster where many names are asked for. Outside of
        the directories `within` none is needed: where they are few nothing else is looked at.
        """
        word = name.encode()
        if self.recorder is not None:
            self.recorder.word(word)
            if self._tree.disk.is_indexed and is_indexed(word):
                self.recorder.held_by(word, partial(self._tree.disk.indexed, word))
        files, tree = self._walk.files, self._tree
        if within is not None and not tree.disk.knows(word):
            there = [path for path in files if pathname.parent(path) in within]
            if len(there) * _FEW <= len(files):
                return map(tree.display, tree.search(word, there))
        return map(tree.display, tree.search_word(word, files))

    def recall(self, recall: Recall) -> None:
        """Uses what is known of the files as they are from before."""
        self._tree.disk.recall = recall

    def heads(self) -> Iterator[tuple[str, Header, tuple[str, ...]]]:
        """Headers and import paths by absolute path, where those of all files are known."""
        return self._tree.disk.heads()

    def index_words(self, fill: Fill | None = None) -> None:
        """Makes ready for `files_mentioning` to be asked often, before processes share this one.

        `fill` may have helpers, see `Disk.index_words`.
        """
        self._tree.disk.index_words(self._walk.files, fill)

    def _packages_at(self, directory: str) -> tuple[Package, ...]:
        packages = self._packages.get(directory)
        if packages is None:
            packages = self._packages[directory] = self._read_packages(directory)
        return packages

    def _read_packages(self, directory: str) -> tuple[Package, ...]:
        headers: dict[str, Header] = {}
        for path in self._walk.files_in(directory):
            header = self._tree.header(path)
            if header is None:
                self._unreadable.append(FileProblem(self._tree.display(path), "cannot be read"))
            else:
                headers[self._tree.display(path)] = header
        module = self._layout.place(directory).module
        path = self._import_path(directory)
        return group_packages(directory, path, module, headers, self._host)

    def _import_path(self, directory: str) -> str:
        """Without a module a package is known by `./dir`, and at the root as go names it."""
        place = self._layout.place(directory)
        if place.module is not None or place.vendor is not None:
            return place.import_path
        shown = self._tree.display(directory)
        return "command-line-arguments" if shown == "." else f"./{shown}"

    def modules(self) -> Iterator[Module]:
        """The modules below the root that have Go files, sorted by directory."""
        if self.recorder is not None:
            self.recorder.all_packages()
        seen: set[str] = set()
        for directory in (self._spec.root.dir, *self._walk.directories):
            module = self._layout.place(directory).module
            if module is not None and module.dir not in seen:
                seen.add(module.dir)
                yield module

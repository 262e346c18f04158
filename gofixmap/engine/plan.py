"""From a request to what the phases need: checked names, files with their settings, symbols."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial, reduce
from itertools import count
from operator import or_
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import Codemod, OptionValue, Symbol
from gofixmap.config import ConfigTree, Settings, parse_option
from gofixmap.engine.baseline import Baseline, read_baseline
from gofixmap.engine.changes import Lines, changed_lines
from gofixmap.engine.discovery import Directory, Discovery, discover, relative_to
from gofixmap.engine.named import Named, read_and_attribute
from gofixmap.engine.request import Request
from gofixmap.engine.targets import NoSuchTarget, TargetFinder
from gofixmap.engine.unused import is_alone
from gofixmap.engine.worker import Setup
from gofixmap.errors import UsageError
from gofixmap.model import FileProblem, Finding, Safety
from gofixmap.registry import Registry
from gofixmap.workspace import Workspace, pathname

_tokens = count()
CommandLine = Callable[[Settings], Settings]  # puts what it says over what a configuration says
Recall = Callable[[str, CommandLine], Discovery | None]


class Plan(Struct, frozen=True):
    """A run that can start."""

    request: Request
    workspace: Workspace
    codemods: tuple[type[Codemod], ...]  # those that some file wants
    directories: tuple[Directory, ...]
    settings: Mapping[str, Settings]  # by file path
    default: Settings  # without a configuration
    targets: tuple[Symbol, ...]
    named: Named  # what the evidence names
    problems: tuple[FileProblem, ...]
    found: Discovery
    changed_lines: Mapping[str, Lines] | None = None  # None: every line counts
    known: frozenset[str] = frozenset()  # the names of all codemods there are
    baseline: Baseline | None = None

    def setup(self, workspace: Workspace, named: Named) -> Setup:
        """The setup of a phase over `workspace`: the plan's own, or one with changed contents."""
        spec = workspace.spec
        prefix = spec.root.dir.rstrip("/") + "/"
        return Setup(
            token=f"{os.getpid()}-{next(_tokens)}",
            spec=spec,
            codemods=self.codemods,
            overlay={path.removeprefix(prefix): data for path, data in spec.overlay.items()},
            max_file_bytes=self.request.max_file_bytes,
            include_generated=self.request.include_generated,
            targets=self.targets,
            attributed=named.attributed,
            costs=named.costs,
            known=self.known,
        )

    def names(self, finding: Finding) -> bool:
        """True where the user or evidence named the finding's symbol, or the user its type."""
        return self.named.names(finding) or any(
            finding.symbol == target.qualified or finding.symbol.startswith(target.qualified + ".")
            for target in self.targets
        )

    def tier(self, finding: Finding) -> Safety:
        """The highest tier that is applied in the finding's file."""
        safety = self.settings_of(finding.path).safety
        return Safety.SAFE if safety is None else safety

    def settings_of(self, path: str) -> Settings:
        """Of a file that the run does not look at but a fix may reach: the command line's."""
        return self.settings.get(path, self.default)


def plan(
    request: Request,
    registry: Registry,
    opened: Workspace | None = None,
    recall: Recall | None = None,
) -> Plan:
    """Raises GofixmapError where the request, the paths or a configuration are not valid.

    `opened` is the workspace around the paths where there is one, with all contents. `recall`
    tells of a root what a walk would find, where that is known.
    """
    over = _CommandLine(request, registry)
    workspace = opened or Workspace.open(
        request.paths, overlay=request.overlay or None, environment=request.environment
    )
    root = str(workspace.root)
    found = recall(root, over) if recall is not None else None
    if found is None:
        found = discover(
            request.paths,
            root,
            ConfigTree(registry, request.config_file, root),
            frozenset(workspace.spec.overlay),
            over,
            force_exclude=request.force_exclude,
        )
    settings = {file.path: file.settings for each in found.directories for file in each.files}
    kinds = frozenset(settings.values())
    asked = dict.fromkeys(request.targets, "")
    named = asked | found.targets | asked  # who asks for it has to name something that is there
    finder = TargetFinder(workspace, found.directories)
    targets = _resolved(finder, named, partial(_covers, request, root))
    return Plan(
        request=request,
        workspace=workspace,
        codemods=tuple(c for c in registry.codemods if any(kind.runs(c.name) for kind in kinds)),
        directories=found.directories,
        settings=settings,
        default=over(Settings()),
        targets=tuple(dict.fromkeys((*targets, *request.symbols))),
        named=read_and_attribute(workspace, request.evidence, request.reports, registry.codemods),
        problems=tuple(found.problems),
        found=found,
        changed_lines=_changed_lines(request, workspace),
        known=frozenset(registry.names),
        baseline=_baseline(request, found.baselines, root),
    )


def _resolved(
    finder: TargetFinder, named: Mapping[str, str], covers: Callable[[str], bool]
) -> list[Symbol]:
    """What the targets name. Those of a configuration may lie in what this run does not look at."""
    found: list[Symbol] = []
    for target, where in named.items():
        try:
            found.append(finder.resolve(target, where=where))
        except NoSuchTarget:
            if not where or covers(where):
                raise
    return found


def _covers(request: Request, root: str, config: str) -> bool:
    """Whether the run looks at all that a configuration is about."""
    scope = pathname.real(root if request.config_file is not None else pathname.parent(config))
    paths = (pathname.real(pathname.absolute(path)) for path in request.paths)
    return any(pathname.is_below(scope, path) for path in paths)


def _changed_lines(request: Request, workspace: Workspace) -> Mapping[str, Lines] | None:
    if request.diff_base:
        return changed_lines(workspace.root, request.diff_base)
    return request.changed_lines


def _baseline(request: Request, named: Iterable[str], root: str) -> Baseline | None:
    """What is known of a check; `apply` fixes also what is known."""
    if request.apply or not request.use_baseline:
        return None
    if request.baseline is not None:
        return read_baseline(request.baseline)
    read = [read_baseline(Path(file), relative_to(root, file)) for file in sorted(named)]
    return reduce(or_, read) if read else None


class _CommandLine:
    """What the command line says, put over the settings of a configuration."""

    def __init__(self, request: Request, registry: Registry) -> None:
        for name in (*request.select, *request.ignore):
            registry.get(name)
        if request.max_rounds < 1:
            raise UsageError("at least one round is needed")
        # The rule about comments speaks of what the others have found, so they run with it.
        chosen = () if is_alone(request.select) else request.select
        self._select = frozenset(chosen) or None
        self._ignore = frozenset(request.ignore)
        self._safety = request.safety
        self._options: dict[str, OptionValue] = {
            name: parse_option(registry, name, value) for name, value in request.options.items()
        }

    def __call__(self, settings: Settings) -> Settings:
        return replace(
            settings,
            select=self._select or settings.select,
            ignore=settings.ignore - (self._select or frozenset()) | self._ignore,
            safety=settings.safety if self._safety is None else self._safety,
            options=tuple(sorted({**dict(settings.options), **self._options}.items())),
        )

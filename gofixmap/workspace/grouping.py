"""The packages of one directory: its Go files, grouped by package clause."""

from __future__ import annotations

from collections.abc import Mapping

from gofixmap.workspace.context import BuildContext, context_accepting, name_suffix
from gofixmap.workspace.header import Header
from gofixmap.workspace.packages import Module, Package


def group_packages(
    directory: str,
    import_path: str,
    module: Module | None,
    headers: Mapping[str, Header],
    host: BuildContext,
) -> tuple[Package, ...]:
    """The importable package first, then its external tests, then further package names.

    `headers` is keyed by `SourceFile.path`, in the order that the packages shall list the files.
    A file without a package clause is counted to the importable package: its text may hold
    anything, and a reader of that package has to know.
    """
    sources: dict[str, list[str]] = {}
    tests: dict[str, list[str]] = {}
    for path, header in headers.items():
        group = tests if path.endswith("_test.go") else sources
        group.setdefault(header.package_name, []).append(path)
    primary = _primary_name(sources, tests, headers, host)
    for group in (sources, tests):
        if primary and "" in group:
            group[primary] = sorted([*group.get(primary, ()), *group.pop("")])
    external = _external_tests(sources, tests, primary)
    packages = []
    for name in sorted(sources.keys() | tests.keys(), key=lambda each: (each != primary, each)):
        path = import_path if name == primary else f"{import_path}#{name}"
        files, test_files = tuple(sources.get(name, ())), tuple(tests.get(name, ()))
        if name == external:
            path, files, test_files = f"{import_path}_test", test_files, ()
        packages.append(Package(path, name, directory, module, files, test_files))
    return tuple(packages)


def _external_tests(
    sources: Mapping[str, list[str]], tests: Mapping[str, list[str]], primary: str
) -> str:
    """The name of the external test package, "" where there is none."""
    names = [n for n in sorted(tests) if n.endswith("_test") and n not in sources]
    return f"{primary}_test" if f"{primary}_test" in names else next(iter(names), "")


def _primary_name(
    sources: Mapping[str, list[str]],
    tests: Mapping[str, list[str]],
    headers: Mapping[str, Header],
    host: BuildContext,
) -> str:
    """The package that an import of this directory means."""
    names = [name for name in sources if name]
    if len(names) == 1:
        return names[0]
    if not names:
        return min((n for n in tests if n and not n.endswith("_test")), default="")

    def rank(name: str) -> tuple[int, bool, int, str]:
        nearness = min(_distance(path, headers[path], host) for path in sources[name])
        return nearness, name in ("main", "documentation"), -len(sources[name]), name

    return min(names, key=rank)


def _distance(path: str, header: Header, host: BuildContext) -> int:
    """0 for a file of the host's build, 1 for one of another port, 2 for one behind a tag."""
    text = header.expression
    suffix = name_suffix(path)
    if host.accepts(text, suffix):
        return 0
    context = context_accepting(host, text, suffix)
    ordinary = context.tags == host.tags and context.release == host.release
    return 1 if ordinary and context.accepts(text, suffix) else 2

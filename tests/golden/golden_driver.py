"""Many golden cases in one Go program: linking one for each took most of the time.

Neither tests nor programs can be imported: test files become files of their package here, and a
program a package with a `Main`. Each case keeps its module, and with it the version of the
language; each is run in a process of its own, which a fatal error may end (`GOLDEN_CASE` names it).
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from golden_trees import MODULE_LINE, combine

_TEST = re.compile(r"^func (Test\w*)\(", re.MULTILINE)
_PACKAGE = re.compile(r"^package (\w+)", re.MULTILINE)


def build_tests(
    root: Path, modules: Mapping[str, Path], *flags: str, go: Path, env: Mapping[str, str]
) -> None:
    """Builds `root`/driver/driver of the tests of modules below `root`, which are changed for it."""
    entries = []
    for case, module in sorted(modules.items()):
        for path, tests in _packages(module):
            entries += [(path, case, test) for test in tests]
    source = _TESTS.format(*_table(entries))
    command = ["test", "-c", "-vet=off", "-ldflags=-w", *flags]
    _build(root, modules, "driver_test.go", source, [str(go), *command], env)


def build_programs(
    root: Path, modules: Mapping[str, Path], *flags: str, go: Path, env: Mapping[str, str]
) -> None:
    """Builds `root`/driver/driver of the programs at the top of modules, which are changed for it."""
    for module in modules.values():
        for file in module.glob("*.go"):
            text = file.read_bytes().replace(b"package main", b"package program", 1)
            file.write_bytes(text.replace(b"func main()", b"func Main()"))
    entries = [(_path(module), case, "Main") for case, module in sorted(modules.items())]
    source = _PROGRAMS.format(*_table(entries))
    command = [str(go), "build", "-ldflags=-w", *flags]
    _build(root, modules, "driver.go", source, command, env)


def _build(
    root: Path,
    modules: Mapping[str, Path],
    name: str,
    source: str,
    command: Sequence[str],
    env: Mapping[str, str],
) -> None:
    folder = root / "driver"
    folder.mkdir()
    (folder / "go.mod").write_text("module golden.test/driver\n\ngo 1.27\n", encoding="utf-8")
    (folder / name).write_text(source, encoding="utf-8")
    combine(root, [folder, *modules.values()])
    command = [*command, "-o", "driver", "."]
    run = subprocess.run(command, cwd=folder, env=dict(env), capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def _table(entries: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """The imports and the rows of a driver: path of a package, case, function."""
    names = {path: f"p{index}" for index, path in enumerate(dict.fromkeys(e[0] for e in entries))}
    imports = "".join(f'\t{name} "{path}"\n' for path, name in names.items())
    rows = [f'\t{{"{case}", "{each}", {names[path]}.{each}}},\n' for path, case, each in entries]
    return imports, "".join(rows)


def _path(module: Path) -> str:
    found = MODULE_LINE.search((module / "go.mod").read_bytes())
    assert found, f"{module} has no path"
    return found.group(1).decode()


def _packages(module: Path) -> Iterable[tuple[str, list[str]]]:
    """Every package of a module that has tests, with their names; the files lose their `_test`."""
    for folder in sorted({file.parent for file in module.rglob("*_test.go")}):
        tests: list[str] = []
        for file in sorted(folder.glob("*_test.go")):
            text = file.read_text(encoding="utf-8")
            package = _PACKAGE.search(text)
            assert package and not package.group(1).endswith("_test"), f"{file} is a package apart"
            assert "func TestMain(" not in text, f"{file} has a main function"
            tests += _TEST.findall(text)
            file.rename(file.with_name(file.name.removesuffix("_test.go") + "_tests.go"))
        yield "/".join((_path(module), *folder.relative_to(module).parts)), tests


_TESTS = """package driver

import (
\t"os"
\t"testing"

{})

var all = []struct {{
\tid, name string
\ttest     func(*testing.T)
}}{{
{}}}

func TestOfCase(t *testing.T) {{
\tran := false
\tfor _, each := range all {{
\t\tif each.id == os.Getenv("GOLDEN_CASE") {{
\t\t\tran = true
\t\t\tt.Run(each.name, each.test)
\t\t}}
\t}}
\tif !ran {{
\t\tt.Fatal("no tests of this case")
\t}}
}}
"""
_PROGRAMS = """package main

import (
\t"os"

{})

var all = []struct {{
\tid, name string
\tmain     func()
}}{{
{}}}

func main() {{
\tfor _, each := range all {{
\t\tif each.id == os.Getenv("GOLDEN_CASE") {{
\t\t\teach.main()
\t\t\treturn
\t\t}}
\t}}
\tpanic("no such case")
}}
"""

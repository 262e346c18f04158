"""go.mod and go.work files: what they say, read with tolerance (golang.org/ref/mod)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|//.*|=>|[()]|(?:(?!//)[^\s()"`])+')
_VERSION = re.compile(r"(?:go)?(\d{1,6})(?:\.(\d{1,6}))?")
_IRRELEVANT = frozenset({"retract", "godebug", "tool"})


class Replace(Struct, frozen=True):
    """`old [version] => new [new_version]`; without `new_version`, `new` is a directory."""

    old: str
    version: str  # "" for every version
    new: str
    new_version: str

    @property
    def is_local(self) -> bool:
        return not self.new_version


class GoMod(Struct, frozen=True):
    """The parts of a go.mod or go.work file that decide where packages are found."""

    module: str = ""
    go: str = ""  # as written: "1.21", "1.22.3", "1.23rc1"
    toolchain: str = ""
    require: tuple[tuple[str, str], ...] = ()  # path and version, in file order
    replace: tuple[Replace, ...] = ()
    exclude: frozenset[tuple[str, str]] = frozenset()
    ignore: tuple[str, ...] = ()  # directories that `./...` passes over (Go 1.25)
    use: tuple[str, ...] = ()  # go.work: directories as written
    unknown: tuple[tuple[int, str], ...] = ()  # 1-based line and text of what was not understood

    @property
    def language_version(self) -> tuple[int, int]:
        """The module's language version: 1.16 where there is no go line."""
        return parse_version(self.go) or (1, 16)

    def ignores(self, relative: str) -> bool:
        """Whether a directory of the module is named by an ignore line.

        `./x` names one directory of the module, `x` every directory x at any depth.
        """
        inside = f"/{relative}/"
        return any(
            inside.startswith(f"/{pattern[2:].rstrip('/')}/")
            if pattern.startswith("./")
            else f"/{pattern.strip('/')}/" in inside
            for pattern in self.ignore
        )


def parse_version(text: str) -> tuple[int, int] | None:
    """(1, 21) for `1.21`, `1.21.3`, `1.21rc1` and `go1.21.3`; None for what is no version."""
    match = _VERSION.match(text)
    return (int(match[1]), int(match[2] or 0)) if match else None


class _Reader(Struct):
    module: str = ""
    go: str = ""
    toolchain: str = ""
    require: list[tuple[str, str]] = field(default_factory=list)
    replace: list[Replace] = field(default_factory=list)
    exclude: list[tuple[str, str]] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    use: list[str] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)

    def line(self, verb: str, words: list[str]) -> bool:
        """Takes in one directive; False when it cannot be understood."""
        match verb, words:
            case "module", [path, *_]:
                self.module = self.module or path
            case "go", [version, *_]:
                self.go = self.go or version
            case "toolchain", [name, *_]:
                self.toolchain = name
            case "require", [path, version, *_]:
                self.require.append((path, version))
            case "exclude", [path, version, *_]:
                self.exclude.append((path, version))
            case "ignore", [directory, *_]:
                self.ignore.append(directory)
            case "use", [directory, *_]:
                self.use.append(directory)
            case "replace", _:
                return self._replace(words)
            case _:
                return verb in _IRRELEVANT
        return True

    def _replace(self, words: list[str]) -> bool:
        match words:
            case [old, "=>", new]:
                self.replace.append(Replace(old, "", new, ""))
            case [old, version, "=>", new]:
                self.replace.append(Replace(old, version, new, ""))
            case [old, "=>", new, new_version]:
                self.replace.append(Replace(old, "", new, new_version))
            case [old, version, "=>", new, new_version]:
                self.replace.append(Replace(old, version, new, new_version))
            case _:
                return False
        return True


def parse_gomod(data: bytes) -> GoMod:
    """Reads a go.mod or go.work file; lines that make no sense land in `unknown`."""
    text = data.decode("utf-8-sig", errors="surrogateescape")
    reader = _Reader()
    for number, verb, words in _directives(text):
        if not reader.line(verb, words):
            reader.unknown.append((number, " ".join([verb, *words])))
    return GoMod(
        module=reader.module,
        go=reader.go,
        toolchain=reader.toolchain,
        require=tuple(reader.require),
        replace=tuple(reader.replace),
        exclude=frozenset(reader.exclude),
        ignore=tuple(reader.ignore),
        use=tuple(reader.use),
        unknown=tuple(reader.unknown),
    )


def _directives(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Line number, verb and words of each directive, blocks unfolded."""
    block = ""
    for number, line in enumerate(text.split("\n"), start=1):
        words = [_unquote(word) for word in _TOKEN.findall(line) if not word.startswith("//")]
        if not words:
            continue
        if block:
            if words[0] == ")":
                block = ""
            else:
                yield number, block, words
        elif len(words) >= 2 and words[1] == "(":
            block = "" if words[-1] == ")" else words[0]
        else:
            yield number, words[0], words[1:]


def _unquote(word: str) -> str:
    if len(word) >= 2 and word[0] == word[-1] == "`":
        return word[1:-1]
    if len(word) >= 2 and word[0] == word[-1] == '"':
        return re.sub(r"\\(.)", r"\1", word[1:-1])
    return word

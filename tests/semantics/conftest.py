"""Snippets of Go as workspaces of their own, and questions about marked expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tree_sitter import Node

from gofixmap.semantics.info import FileInfo, Semantics
from gofixmap.syntax.walk import walk
from gofixmap.workspace import Workspace

GO_MOD = b"module example.com/m\n\ngo 1.27\n"


class Snippet:
    """Files of one module and what the resolver says of them; `main` is the file asked about."""

    def __init__(self, root: Path, files: Mapping[str, str], main: str) -> None:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if not (root / "go.mod").exists():
            (root / "go.mod").write_bytes(GO_MOD)
        self.workspace = Workspace.open([root])
        self.semantics = Semantics(self.workspace)
        self.info: FileInfo = self.semantics.file(main)

    def nodes(self, text: str, *kinds: str) -> list[Node]:
        """Every node with that text, outer ones first; of the given node types if any."""
        return [
            node
            for declaration in self.info.file.declarations
            for node in walk(declaration.node)
            if self.info.file.text(node) == text and (not kinds or node.type in kinds)
        ]

    def node(self, text: str, *kinds: str, at: int = 0) -> Node:
        found = self.nodes(text, *kinds)
        assert found, f"no node {text!r}"
        return found[at]

    def at(self, offset: int) -> Node:
        """The innermost node at a byte offset."""
        declaration = self.info.file.declaration_at(offset)
        assert declaration is not None
        node = declaration.node.descendant_for_byte_range(offset, offset + 1)
        assert node is not None
        return node

    def type(self, text: str, at: int = 0) -> str:
        """The type of the `at`-th expression with that text."""
        skipped = ("expression_list", "expression_statement", "statement_list", "literal_element")
        nodes = [node for node in self.nodes(text) if node.type not in skipped]
        assert nodes, f"no node {text!r}"
        return str(self.info.type_of(nodes[at]))


@pytest.fixture
def snippet(tmp_path: Path) -> Callable[..., Snippet]:
    """`snippet(text)` for one file of package m, or `snippet({path: text}, main=path)`."""

    def make(source: str | Mapping[str, str], main: str = "a.go") -> Snippet:
        files = {main: f"package m\n\n{source}\n"} if isinstance(source, str) else source
        return Snippet(tmp_path, files, main)

    return make


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Snippet]:
    """`program(source)` for a large package m that all tests of a module share."""
    made: dict[str, Snippet] = {}

    def make(source: str) -> Snippet:
        if source not in made:
            files = {"a.go": f"package m\n\n{source}\n"}
            made[source] = Snippet(tmp_path_factory.mktemp("program"), files, "a.go")
        return made[source]

    return make

"""Layer 2: modules, packages, versions and imports of a tree of Go code, found without Go."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gofixmap.workspace.context import BuildContext
    from gofixmap.workspace.environment import GoEnvironment, find_environment
    from gofixmap.workspace.packages import Module, Package
    from gofixmap.workspace.workspace import Workspace, WorkspaceSpec

__all__ = [
    "BuildContext",
    "GoEnvironment",
    "Module",
    "Package",
    "Workspace",
    "WorkspaceSpec",
    "find_environment",
]

# Loaded by whoever first asks: a run that the cache answers asks for none of them.
_HOMES = {
    "BuildContext": "context",
    "GoEnvironment": "environment",
    "find_environment": "environment",
    "Module": "packages",
    "Package": "packages",
    "Workspace": "workspace",
    "WorkspaceSpec": "workspace",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""Layer 2: modules, packages, versions and imports of a tree of Go code, found without Go."""

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

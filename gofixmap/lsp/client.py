"""What the client can do, as far as the answers depend on it."""

from __future__ import annotations

from lsprotocol import types
from msgspec import Struct
from pygls.capabilities import get_capability


class Client(Struct, frozen=True):
    """The defaults are those of a client that says nothing."""

    document_changes: bool = False  # edits that name the version they were made for
    annotations: bool = False  # edits that the client asks its user about
    create_files: bool = False
    resolves_edits: bool = False  # code actions whose edit is made when they are chosen
    action_literals: bool = False  # code actions that are more than a command
    preferred: bool = False
    shows_documents: bool = False
    progress: bool = False  # work that the server announces by itself
    applies_edits: bool = False
    markdown: bool = False  # in hovers

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Client:
        def has(name: str) -> bool:
            return bool(get_capability(capabilities, name, False))

        edit = "workspace.workspace_edit"
        action = "text_document.code_action"
        operations = get_capability(capabilities, f"{edit}.resource_operations", None) or ()
        resolved = get_capability(capabilities, f"{action}.resolve_support.properties", None) or ()
        formats = get_capability(capabilities, "text_document.hover.content_format", None) or ()
        annotations = get_capability(capabilities, f"{edit}.change_annotation_support", None)
        literals = get_capability(capabilities, f"{action}.code_action_literal_support", None)
        return cls(
            document_changes=has(f"{edit}.document_changes"),
            annotations=annotations is not None and has(f"{edit}.document_changes"),
            create_files=types.ResourceOperationKind.Create in operations,
            # The data of an action must come back, or it cannot be resolved.
            resolves_edits="edit" in resolved and has(f"{action}.data_support"),
            action_literals=literals is not None,
            preferred=has(f"{action}.is_preferred_support"),
            shows_documents=has("window.show_document.support"),
            progress=has("window.work_done_progress"),
            applies_edits=has("workspace.apply_edit"),
            markdown=types.MarkupKind.Markdown in formats,
        )

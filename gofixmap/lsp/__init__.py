"""The language server: diagnostics, quick fixes and refactorings in an editor (layer 7)."""

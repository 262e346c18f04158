"""Choosing among fixes, hunk by hunk: what is left of a result or a patch (layer 6)."""

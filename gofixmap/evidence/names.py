"""Small readings that the grammars share."""

from __future__ import annotations


def number(digits: str) -> int:
    """Hostile logs have numbers that no program has; Python refuses to read the longest."""
    return int(digits) if len(digits) < 19 else 0


def plain_name(name: str) -> str:
    """The function without its type arguments: `p.(*G).Set` of `p.(*G[go.shape.int]).Set`."""
    if "[" not in name:
        return name
    kept: list[str] = []
    depth = 0
    for char in name:
        depth += char == "["
        if not depth:
            kept.append(char)
        depth -= char == "]" and depth > 0
    return "".join(kept)

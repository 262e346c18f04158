"""Matching lines of long texts that differ little: Myers' O(ND) algorithm, with a bound on D."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 800  # differing lines beyond which the texts count as different altogether


def matching_runs(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int, int]] | None:
    """Runs (old start, new start, length) of a shortest edit script, None beyond the bound.

    E. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986).
    """
    trace = _search(old, new)
    return None if trace is None else _backtrack(trace, len(old), len(new))


def _search(old: Sequence[bytes], new: Sequence[bytes]) -> list[dict[int, int]] | None:
    """For each number of differences, the furthest point of each diagonal, up to the end."""
    n, m = len(old), len(new)
    furthest: dict[int, int] = {1: 0}
    trace: list[dict[int, int]] = []
    for differences in range(min(n + m, _MOST) + 1):
        trace.append(dict(furthest))
        for k in range(-differences, differences + 1, 2):
            down = k == -differences or (
                k != differences and furthest.get(k - 1, -1) < furthest.get(k + 1, -1)
            )
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            while x < n and x - k < m and old[x] == new[x - k]:
                x += 1
            furthest[k] = x
            if x >= n and x - k >= m:
                return trace
    return None


def _backtrack(trace: Sequence[dict[int, int]], n: int, m: int) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    x, y = n, m
    for differences in range(len(trace) - 1, -1, -1):
        furthest, k = trace[differences], x - y
        down = k == -differences or (
            k != differences and furthest.get(k - 1, -1) < furthest.get(k + 1, -1)
        )
        before = k + 1 if down else k - 1
        x_before = furthest[before]
        x_start = 0 if differences == 0 else (x_before if down else x_before + 1)
        if x > x_start:
            runs.append((x_start, x_start - k, x - x_start))
        x, y = x_before, x_before - before
    runs.reverse()
    return runs

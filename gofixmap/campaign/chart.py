"""The burndown as inline SVG: hunks over time, stacked by how far they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement

from gofixmap.campaign.burndown import Point
from gofixmap.campaign.model import ShardState

_WIDTH, _HEIGHT = 900, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 10, 10, 24  # margins

_OUT = (ShardState.EXPORTED, ShardState.CONFLICT)
_READY = (ShardState.DONE, ShardState.PROVEN)
_OPEN = (ShardState.PLANNED, ShardState.RUNNING, ShardState.STALE)
#: From the bottom up: a class of the style sheet, words, and the states that count.
LAYERS: tuple[tuple[str, str, tuple[ShardState, ...]], ...] = (
    ("merged", "merged", (ShardState.MERGED,)),
    ("out", "exported or in conflict", _OUT),
    ("ready", "run and not exported", _READY),
    ("open", "to be run or planned again", _OPEN),
)


def chart(points: Sequence[Point]) -> Element:
    """A picture of fixed proportions that fills its container's width."""
    svg = Element("svg", viewBox=f"0 0 {_WIDTH} {_HEIGHT}", role="img")
    _text(svg, "title", f"{points[-1].left} hunks are left" if points else "nothing is planned")
    if not points:
        return svg
    scale = _Scale(points)
    below = [0] * len(points)
    for kind, words, states in LAYERS:
        counts = [sum(point.hunks.get(state, 0) for state in states) for point in points]
        top = [low + count for low, count in zip(below, counts, strict=True)]
        if any(counts):
            line = [*scale.steps(points, top), *reversed(list(scale.steps(points, below)))]
            area = SubElement(svg, "polygon", {"class": kind, "points": " ".join(line)})
            _text(area, "title", words)
        below = top
    _axes(svg, scale)
    return svg


class _Scale:
    def __init__(self, points: Sequence[Point]) -> None:
        self.first, self.last = points[0].at, points[-1].at
        shown = [state for _, _, states in LAYERS for state in states]
        sums = (sum(point.hunks.get(state, 0) for state in shown) for point in points)
        self.highest = max(1, *sums)

    def x(self, at: float) -> float:
        """A campaign that has just begun fills the width as it is."""
        part = (at - self.first) / (self.last - self.first) if self.last > self.first else 1.0
        return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)

    def y(self, count: int) -> float:
        return _HEIGHT - _BOTTOM - count / self.highest * (_HEIGHT - _TOP - _BOTTOM)

    def steps(self, points: Sequence[Point], counts: Sequence[int]) -> Iterator[str]:
        """What was so at a point stays so until the next one."""
        last = float(_LEFT)
        height = self.y(counts[0])
        yield f"{last:.1f},{height:.1f}"
        for point, count in zip(points, counts, strict=True):
            across = self.x(point.at)
            yield f"{across:.1f},{height:.1f}"
            height = self.y(count)
            yield f"{across:.1f},{height:.1f}"


def _axes(svg: Element, scale: _Scale) -> None:
    left, low = _LEFT, _HEIGHT - _BOTTOM
    path = f"{left},{_TOP} {left},{low} {_WIDTH - _RIGHT},{low}"
    SubElement(svg, "polyline", {"class": "axis", "points": path})
    for count in (0, scale.highest):
        place = {"x": str(left - 6), "y": f"{scale.y(count) + 4:.1f}", "text-anchor": "end"}
        _text(svg, "text", str(count), **place)
    _text(svg, "text", _day(scale.first), x=str(left), y=str(_HEIGHT - 8))
    if scale.last > scale.first:
        end = {"x": str(_WIDTH - _RIGHT), "y": str(_HEIGHT - 8), "text-anchor": "end"}
        _text(svg, "text", _day(scale.last), **end)


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    element.text = text
    return element

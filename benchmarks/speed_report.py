"""Tables and plots of what `speed.py` has measured."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.pyplot import subplots

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "gofixmap"

Figures = Mapping[str, Any]
_HEAD = """\
# Figures

Written by `python benchmarks/speed.py`; `docs/speed.md` says what they mean. Medians of the
turns; a ratio is the median of the ratios of each turn. Seconds of wall time, then of
processor time.
"""
_CHANGES = {"changed": "a function put behind it", "edited": "a statement in a function"}
_TITLES = {
    "std": "cold, the standard library",
    "large": "cold, 30,000 files",
}


def write(docs: Path, every: Figures) -> None:
    """Writes figures.md and the plots into `docs`, from the parts that there are."""
    sections = [_HEAD, *_machine(every)]
    if "floor" in every:
        sections += _floor(every["floor"])
    sections += _table(list(_comparisons(every)))
    if "cache" in every:
        sections += _changed(every["cache"])
    if "memory" in every:
        sections += _memory(every["memory"])
    if "growth" in every:
        sections += _growth(every["growth"]["rows"])
        _plot_growth(docs / "growth.svg", every["growth"]["rows"])
    _plot_ratios(docs / "ratios.svg", list(_comparisons(every)))
    (docs / "figures.md").write_text("\n".join(sections) + "\n", encoding="utf-8")


def _machine(every: Figures) -> Iterator[str]:
    facts = ", ".join(f"{key} {value}" for key, value in every.get("machine", {}).items())
    yield f"Machine of the last part: {facts}.\n"


def _floor(found: Figures) -> Iterator[str]:
    files, size = found["floor"]["files"], found["floor"]["bytes"] / 1e6
    yield f"## The floor: {files:,} files, {size:.1f} MB, one core\n"
    yield "| what | seconds of processor time |\n|---|---|"
    for name, seconds in found["floor"]["stages"].items():
        yield f"| {name} | {seconds:.2f} |"
    summary = found["run"]["summary"]
    yield (
        f"\nA run with all codemods and one process looks at {summary['files']:,} files, parses "
        f"declarations of {summary['parsed']:,} and takes {summary['seconds']:.1f} s:\n"
    )
    yield "| stage | seconds |\n|---|---|"
    for name, seconds in found["run"]["timings"].items():
        yield f"| {name} | {seconds:.2f} |"
    yield f"\n`gofixmap --help`: {statistics.median(found['start']):.3f} s.\n"


def _comparisons(every: Figures) -> Iterator[tuple[str, str, Figures]]:
    for name, title in _TITLES.items():
        if name in every.get("peers", {}):
            yield title, "ast-grep", every["peers"][name]
    if "cache" in every:
        cache = every["cache"]
        yield "nothing changed, cached", "ast-grep", cache
        peer = statistics.median(run["wall"] for run in cache["peer"])
        for name, title in _CHANGES.items():
            typical = {"gofixmap": cache[name], "peer": [{"wall": peer, "processor": 0.0}]}
            yield f"one file changed ({title}), cached", "ast-grep", typical
    if "staticcheck" in every:
        yield "cold, `std`", "staticcheck", every["staticcheck"]


def ratios(found: Figures) -> list[float]:
    """Ours by theirs, turn by turn; every run of ours by the only one of theirs."""
    ours, theirs = found["gofixmap"], found["peer"]
    if len(theirs) == 1:
        theirs = theirs * len(ours)
    return [left["wall"] / right["wall"] for left, right in zip(ours, theirs, strict=True)]


def _table(rows: Sequence[tuple[str, str, Figures]]) -> Iterator[str]:
    yield "## Against other tools\n"
    yield "| run | gofixmap | peer | ratio of wall times (least to most) |\n|---|---|---|---|"
    for title, peer, found in rows:
        every = ratios(found)
        ours, theirs = _median(found["gofixmap"]), _median(found["peer"])
        span = f"**{statistics.median(every):.3f}** ({min(every):.3f} to {max(every):.3f})"
        yield f"| {title} | {ours} | {peer} {theirs} | {span} |"
    yield ""


def _median(runs: Sequence[Figures]) -> str:
    wall = statistics.median(run["wall"] for run in runs)
    used = statistics.median(run["processor"] for run in runs)
    return f"{wall:.2f} s, {used:.2f} s" if used else f"{wall:.2f} s"


def _changed(cache: Figures) -> Iterator[str]:
    yield "## One file changed\n"
    fill, size = cache["fill"], cache["bytes"] / 1e6
    yield f"Filling took {fill['wall']:.1f} s and {size:.1f} MB. Seconds, by what is changed:\n"
    yield f"| file | {' | '.join(_CHANGES.values())} |\n|---|---|---|"
    for runs in zip(*(cache[name] for name in _CHANGES), strict=True):
        yield f"| {runs[0]['path']} | {' | '.join(format(run['wall'], '.2f') for run in runs)} |"
    yield ""


def _memory(found: Figures) -> Iterator[str]:
    yield "## Memory, 30,000 files\n"
    yield (
        f"Largest process {found['worker']:.0f} MB, all together {found['memory']:.0f} MB "
        f"(proportional set size), {found['wall']:.1f} s with sampling.\n"
    )


def _growth(rows: Sequence[Figures]) -> Iterator[str]:
    yield "## Growth\n"
    yield "| files | MB | one worker | all | one / all | s for 1,000 files (all) |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        one, two, files = row["one"]["wall"], row["two"]["wall"], row["files"]
        yield (
            f"| {files:,} | {row['bytes'] / 1e6:.1f} | {one:.2f} s | {two:.2f} s "
            f"| {one / two:.2f} | {two / files * 1000:.3f} |"
        )
    yield ""


def _plot_growth(place: Path, rows: Sequence[Figures]) -> None:
    figure, axes = subplots(figsize=(6, 3.6))
    sizes = [row["bytes"] / 1e6 for row in rows]
    for name, label in (("one", "one worker"), ("two", "a worker on each processor")):
        axes.plot(sizes, [row[name]["wall"] for row in rows], marker="o", label=label)
    axes.set(xlabel="MB of Go", ylabel="seconds of wall time", xlim=0, ylim=0)
    axes.legend()
    _save(figure, place)


def _plot_ratios(place: Path, rows: Sequence[tuple[str, str, Figures]]) -> None:
    if not rows:
        return
    figure, axes = subplots(figsize=(6, 0.6 + 0.5 * len(rows)))
    names = [f"{title} / {peer}".replace("`", "") for title, peer, _ in rows]
    values = [statistics.median(ratios(found)) for _, _, found in rows]
    bars = axes.barh(names[::-1], values[::-1])
    axes.bar_label(bars, fmt="%.3f", padding=3)
    axes.set(xlabel="wall time, gofixmap / peer", xlim=(0, max(values) * 1.2))
    _save(figure, place)


def _save(figure: Figure, place: Path) -> None:
    figure.tight_layout()
    figure.savefig(place, metadata={"Date": None})

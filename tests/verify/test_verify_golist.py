"""What is remembered of a build from one proof to the next."""

from __future__ import annotations

from pathlib import Path

from gofixmap.verify.golist import Graph, Graphs
from gofixmap.verify.plan import Build

HERE = Build(Path("/m"), (), "", ("./...",))


def test_graphs_are_of_one_build_and_grow_old() -> None:
    asked: list[Graph] = []

    def ask() -> Graph:
        asked.append(Graph({}, {}))
        return asked[-1]

    graphs = Graphs()
    first = graphs.get(HERE, ask)
    assert graphs.get(HERE, ask) is first
    assert graphs.get(Build(Path("/m"), (), "x", ("./...",)), ask) is not first
    assert graphs.get(Build(Path("/n"), (), "", ("./...",)), ask) is not first
    old = Graphs(seconds=-1.0)
    assert old.get(HERE, ask) is not old.get(HERE, ask)


def test_a_graph_that_cannot_be_had_is_not_remembered() -> None:
    graphs = Graphs()
    for _ in range(2):
        try:
            graphs.get(HERE, lambda: [][0])
        except IndexError:
            continue
        raise AssertionError
    assert graphs.get(HERE, lambda: Graph({}, {})) == Graph({}, {})

"""A Grafana dashboard of what leaks: heap, goroutines, descriptors, and the collector's work."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

_SCHEMA = 39  # of Grafana 10 and later; newer ones migrate it themselves
_SOURCE = {"type": "prometheus", "uid": "${datasource}"}
_WIDTH, _HEIGHT, _COLUMNS = 12, 8, 2


class _Panel(Struct, frozen=True):
    """`queries` are pairs of a legend and an expression, in which SELECTOR stands for labels."""

    title: str
    about: str
    unit: str  # as Grafana names it
    queries: Sequence[tuple[str, str]]


_PANELS = (
    _Panel(
        "Heap in use",
        "It rises and falls with collections. The floor is what is held: if that grows for hours, "
        "something leaks.",
        "bytes",
        (
            ("in use {{instance}}", "go_memstats_heap_inuse_bytes{SELECTOR}"),
            ("floor {{instance}}", "min_over_time(go_memstats_heap_inuse_bytes{SELECTOR}[15m])"),
            ("next collection {{instance}}", "go_memstats_next_gc_bytes{SELECTOR}"),
        ),
    ),
    _Panel(
        "Heap in use against 5 minutes ago",
        "GoHeapGrowing is told above 110 %.",
        "percentunit",
        (
            (
                "{{instance}}",
                "go_memstats_heap_inuse_bytes{SELECTOR}"
                " / go_memstats_heap_inuse_bytes{SELECTOR} offset 5m",
            ),
        ),
    ),
    _Panel(
        "Goroutines",
        "Goroutines that wait for ever, such as senders without a receiver, lift the floor.",
        "short",
        (
            ("now {{instance}}", "go_goroutines{SELECTOR}"),
            ("floor {{instance}}", "min_over_time(go_goroutines{SELECTOR}[10m])"),
        ),
    ),
    _Panel(
        "Goroutines against 5 minutes ago",
        "GoGoroutinesJumped is told above 300 %.",
        "percentunit",
        (("{{instance}}", "go_goroutines{SELECTOR} / go_goroutines{SELECTOR} offset 5m"),),
    ),
    _Panel(
        "File descriptors",
        "Files, connections and response bodies that nobody closes.",
        "short",
        (
            ("open {{instance}}", "process_open_fds{SELECTOR}"),
            ("limit {{instance}}", "process_max_fds{SELECTOR}"),
        ),
    ),
    _Panel(
        "Memory of the process",
        "Tables of maps do not shrink, and the runtime gives memory back late.",
        "bytes",
        (("resident {{instance}}", "process_resident_memory_bytes{SELECTOR}"),),
    ),
    _Panel(
        "Allocation",
        "Bytes per second: buffers that are made for each request show here.",
        "Bps",
        (("{{instance}}", "rate(go_memstats_alloc_bytes_total{SELECTOR}[5m])"),),
    ),
    _Panel(
        "Time in collections",
        "Seconds of pause per second.",
        "percentunit",
        (("{{instance}}", "rate(go_gc_duration_seconds_sum{SELECTOR}[5m])"),),
    ),
)


def dashboard(job: str = "") -> str:
    """The dashboard as Grafana imports it; the reader chooses data source and instances."""
    selector = f'job="{job}",instance=~"$instance"' if job else 'instance=~"$instance"'
    model = {
        "title": f"Go leaks: {job}" if job else "Go leaks",
        "uid": "gofixmap-go-leaks",
        "tags": ["go", "gofixmap"],
        "schemaVersion": _SCHEMA,
        "version": 1,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": list(_variables(job))},
        "annotations": {"list": []},
        "panels": [_panel(number, each, selector) for number, each in enumerate(_PANELS)],
    }
    return json.dumps(model, indent=2) + "\n"


def _variables(job: str) -> Iterator[dict[str, Any]]:
    yield {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
    }
    labels = f'{{job="{job}"}}' if job else ""
    yield {
        "name": "instance",
        "label": "Instance",
        "type": "query",
        "datasource": _SOURCE,
        "query": f"label_values(go_goroutines{labels}, instance)",
        "refresh": 2,
        "multi": True,
        "includeAll": True,
        "current": {"text": "All", "value": "$__all"},
    }


def _panel(number: int, panel: _Panel, selector: str) -> dict[str, Any]:
    row, column = divmod(number, _COLUMNS)
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": panel.title,
        "description": panel.about,
        "datasource": _SOURCE,
        "gridPos": {"h": _HEIGHT, "w": _WIDTH, "x": column * _WIDTH, "y": row * _HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}},
        "targets": [
            {
                "refId": chr(ord("A") + at),
                "datasource": _SOURCE,
                "expr": expression.replace("SELECTOR", selector),
                "legendFormat": legend,
            }
            for at, (legend, expression) in enumerate(panel.queries)
        ],
    }

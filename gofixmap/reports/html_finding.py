"""A finding on the page: its line, what there is to say about it, and its fix in two columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from gofixmap.errors import GofixmapError
from gofixmap.model import Evidence, Finding, Fix, Status
from gofixmap.patch.model import FilePatch, Hunk
from gofixmap.reports.excerpt import excerpt_of
from gofixmap.reports.lines import one_line
from gofixmap.reports.services import Service
from gofixmap.reports.sidebyside import Run, runs

_NEWLINE = "\n"


class Card:
    """Makes the elements of findings."""

    def __init__(self, service: Service, *, is_open: bool) -> None:
        self._service = service
        self._is_open = is_open

    def make(self, number: int, finding: Finding) -> Element:
        """A `details` with what the filters need in `data-` attributes."""
        attributes = {
            "class": f"finding {finding.status.value}",
            "id": f"f{number}",
            "data-codemod": finding.codemod,
            "data-status": finding.status.value,
            "data-tier": finding.safety.label,
            "data-path": one_line(self._service.path(finding.path)),
        }
        if self._is_open and finding.status is not Status.SUPPRESSED:
            attributes["open"] = "open"
        card = Element("details", attributes)
        card.append(self._line(finding))
        card.append(self._said(finding))
        if finding.fix is not None:
            card.extend(list(self._diff(finding.fix)))
        else:
            card.append(self._code(finding))
        return card

    def _line(self, finding: Finding) -> Element:
        at = self._service.sources.position(finding.path, finding.span.start)
        line = Element("summary")
        _text(line, "span", f"{at.line}:{at.column}", "place")
        _text(line, "span", one_line(finding.message), "message")
        badges = SubElement(line, "span", {"class": "badges"})
        rule = _text(badges, "a", finding.codemod, "codemod")
        rule.set("href", f"#rule-{finding.codemod}")
        _text(badges, "span", finding.safety.label, f"tier {finding.safety.label}")
        _text(badges, "span", finding.status.value, f"status {finding.status.value}")
        return line

    def _said(self, finding: Finding) -> Element:
        said = Element("div", {"class": "said"})
        if finding.reason:
            reason_id = f" ({finding.reason_id})" if finding.reason_id else ""
            _text(said, "p", one_line(finding.reason) + reason_id, "reason")
        if finding.evidence:
            evidence = SubElement(said, "ul", {"class": "evidence"})
            for each in dict.fromkeys(finding.evidence):
                self._evidence(evidence, each)
        if finding.fix is not None:
            _text(said, "p", one_line(finding.fix.title), "title")
            for note in finding.fix.notes:
                _text(said, "p", one_line(note), "note")
        _text(said, "p", one_line(finding.symbol), "symbol")
        return said

    def _evidence(self, parent: Element, evidence: Evidence) -> None:
        item = SubElement(parent, "li")
        _text(item, "b", evidence.kind).tail = f" {one_line(evidence.detail)}"
        if evidence.path and evidence.span is not None:
            at = self._service.sources.position(evidence.path, evidence.span.start)
            path = one_line(self._service.path(evidence.path))
            _text(item, "span", f"{path}:{at.line}:{at.column}", "place")

    def _code(self, finding: Finding) -> Element:
        """The lines of a finding that has no fix, and a few around them."""
        data = self._service.sources.data(finding.path)
        excerpt = excerpt_of(data, finding.span)
        figure = Element("figure", {"class": "diff"})
        grid = SubElement(figure, "div", {"class": "hunk alone"})
        count = "".join((excerpt.before, excerpt.found, excerpt.after)).count(_NEWLINE)
        numbers = range(excerpt.line, excerpt.line + count)
        _text(grid, "pre", _NEWLINE + "".join(f"{number}\n" for number in numbers), "n")
        column = _text(grid, "pre", _NEWLINE + excerpt.before, "code")
        _text(column, "mark", excerpt.found).tail = excerpt.after
        return figure

    def _diff(self, fix: Fix) -> Iterator[Element]:
        """The whole fix, file by file; a sentence where the files have changed in between."""
        try:
            patch = self._service.sources.changes(fix)
        except GofixmapError as error:
            failed = Element("p", {"class": "reason"})
            failed.text = one_line(f"the fix cannot be shown: {error}")
            yield failed
            return
        for file in patch:
            yield self._file(file)

    def _file(self, file: FilePatch) -> Element:
        figure = Element("figure", {"class": "diff"})
        caption = _text(figure, "figcaption", one_line(self._service.path(file.path)))
        caption.text = f"{caption.text}{' (new file)' if file.source is None else ''} "
        _text(caption, "span", f"+{file.added}", "plus").tail = " "
        _text(caption, "span", f"-{file.removed}", "minus")
        figure.extend([_hunk(hunk) for hunk in file.hunks])
        return figure


def _text(parent: Element, tag: str, text: str, kind: str = "") -> Element:
    element = SubElement(parent, tag, {"class": kind} if kind else {})
    element.text = text
    return element


def _hunk(hunk: Hunk) -> Element:
    grid = Element("div", {"class": "hunk"})
    parts = list(runs(hunk))
    _text(grid, "pre", _numbers(hunk.source_start, [len(run.old) for run in parts], parts), "n")
    _column(grid, parts, is_old=True)
    _text(grid, "pre", _numbers(hunk.target_start, [len(run.new) for run in parts], parts), "n")
    _column(grid, parts, is_old=False)
    return grid


def _numbers(first: int, lengths: Sequence[int], parts: Sequence[Run]) -> str:
    """A number for each line and none in the gaps; the reader drops the first line end."""
    text = _NEWLINE
    for length, run in zip(lengths, parts, strict=True):
        text += "".join(f"{number}\n" for number in range(first, first + length))
        text += _NEWLINE * (run.height - length)
        first += length
    return text


def _column(grid: Element, parts: Sequence[Run], *, is_old: bool) -> None:
    column = SubElement(grid, "pre", {"class": "old" if is_old else "new"})
    column.text = _NEWLINE  # dropped by the reader, and no line of code then is
    for run in parts:
        lines = run.old if is_old else run.new
        if not run.is_changed:
            _append(column, "".join(f"{line}\n" for line in lines))
            continue
        if lines:
            _changed(SubElement(column, "del" if is_old else "ins"), run, is_old=is_old)
        if len(lines) < run.height:
            _text(column, "span", _NEWLINE * (run.height - len(lines)), "gap")


def _changed(block: Element, run: Run, *, is_old: bool) -> None:
    """The lines of one side, with what differs from the other side pointed out."""
    for number, line in enumerate(run.old if is_old else run.new):
        old, new = run.differences(number)
        at = 0
        for start, end in old if is_old else new:
            _append(block, line[at:start])
            _text(block, "b", line[start:end])
            at = end
        _append(block, line[at:] + _NEWLINE)


def _append(element: Element, text: str) -> None:
    """Text behind all that the element holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text

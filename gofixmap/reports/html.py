"""One page with everything: counts, filters, each finding with its fix side by side.

The page loads nothing: its policy names the hashes of its own style and script and forbids the
rest, so that not even markup that slipped through from a file could run. The markup is written by
ElementTree, which escapes every text. Without JavaScript all of it works but the filters.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from gofixmap.model import Finding, RunResult, Status
from gofixmap.reports.html_finding import Card
from gofixmap.reports.lines import one_line
from gofixmap.reports.services import Rule, Service, told
from gofixmap.reports.sources import Sources
from gofixmap.reports.tally import Row, in_words, tally

_OPEN = 50  # findings up to which their fixes are shown at once
_KEYS = (
    ("j, k", "the next finding, the one before"),
    ("Enter", "open or close it"),
    ("e, c", "open all that are shown, close them"),
    ("/", "search"),
    ("r", "take the filters back"),
    ("?", "these keys"),
)


def render_html(
    result: RunResult, sources: Sources, rules: Sequence[Rule], *, version: str, prefix: str = ""
) -> str:
    """The page; `rules` are those that can have found something, `prefix` is that of SARIF."""
    service = Service(result, sources, prefix)
    style, script = _asset("report.css"), _asset("report.js")
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    policy = {"http-equiv": "Content-Security-Policy", "content": _policy(style, script)}
    SubElement(head, "meta", policy)
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _text(head, "title", f"gofixmap: {_title(result)}")
    SubElement(head, "style").text = style
    body = SubElement(page, "body")
    body.extend(list(_body(result, service, rules, version)))
    SubElement(body, "script").text = script
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _asset(name: str) -> str:
    return (files("gofixmap.reports") / "files" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    element.text = text
    return element


def _title(result: RunResult) -> str:
    count = sum(finding.status is not Status.SUPPRESSED for finding in result.findings)
    return f"{count} finding{'' if count == 1 else 's'} in {one_line(Path(result.root).name)}"


def _body(
    result: RunResult, service: Service, rules: Sequence[Rule], version: str
) -> Iterator[Element]:
    rows = tally(service.findings)
    yield _header(result, version)
    yield _summary(result, service, rows)
    yield _filters(service.findings, rows)
    main = Element("main", id="findings")
    card = Card(service, is_open=len(service.findings) <= _OPEN)
    numbered = enumerate(service.findings, 1)
    for path, group in groupby(numbered, lambda each: each[1].path):
        section = SubElement(main, "section", {"class": "file"})
        _text(section, "h2", one_line(service.path(path)))
        section.extend([card.make(number, finding) for number, finding in group])
    if not service.findings:
        _text(main, "p", "Nothing was found.", **{"class": "empty"})
    yield main
    yield _rules(rules, {row.codemod for row in rows})


def _header(result: RunResult, version: str) -> Element:
    header = Element("header")
    _text(header, "h1", _title(result))
    extent = f"{result.summary.files} files in {result.summary.packages} packages"
    _text(header, "p", f"gofixmap {version} looked at {extent}.")
    keys = SubElement(header, "details", {"class": "keys", "id": "keys"})
    _text(keys, "summary", "Keys")
    table = SubElement(keys, "dl")
    for key, what in _KEYS:
        _text(table, "dt", key)
        _text(table, "dd", what)
    return header


def _summary(result: RunResult, service: Service, rows: Sequence[Row]) -> Element:
    section = Element("section", {"class": "summary"})
    if rows:
        section.append(_table(rows))
    for problem in service.problems:
        line = SubElement(section, "p", {"class": "problem"})
        _text(line, "b", one_line(service.path(problem.path))).tail = f": {told(problem)}"
    for sentence in result.unused_evidence:
        _text(section, "p", one_line(sentence), **{"class": "unused"})
    return section


def _table(rows: Sequence[Row]) -> Element:
    """Columns that would be empty are left out."""
    statuses = [status for status in Status if any(row.statuses[status] for row in rows)]
    table = Element("table")
    heads = SubElement(SubElement(table, "thead"), "tr")
    for head in ("codemod", "found", *(status.value for status in statuses), "why not"):
        _text(heads, "th", head)
    body = SubElement(table, "tbody")
    for row in rows:
        line = SubElement(body, "tr")
        name = SubElement(line, "th", scope="row")
        _text(name, "a", row.codemod, href=f"#codemod={row.codemod}")
        _cells(line, [row.found, *(row.statuses[status] for status in statuses)])
        _text(line, "td", in_words(row.reasons), **{"class": "reasons"})
    if len(rows) > 1:
        line = SubElement(SubElement(table, "tfoot"), "tr")
        _text(line, "th", "together", scope="row")
        counts = [sum(row.statuses[status] for row in rows) for status in statuses]
        _cells(line, [sum(row.found for row in rows), *counts])
    return table


def _cells(line: Element, counts: Sequence[int]) -> None:
    for count in counts:
        _text(line, "td", str(count) if count else "")


def _filters(findings: Sequence[Finding], rows: Sequence[Row]) -> Element:
    """Hidden until the script that they need shows them."""
    form = Element("form", {"id": "filters", "hidden": "hidden", "autocomplete": "off"})
    select = SubElement(_label(form, "Codemod"), "select", name="codemod")
    _text(select, "option", "all", value="")
    for row in rows:
        _text(select, "option", f"{row.codemod} ({row.found})", value=row.codemod)
    tiers = sorted({finding.safety for finding in findings})
    _choices(form, "tier", [tier.label for tier in tiers])
    held = {finding.status for finding in findings}
    _choices(form, "status", [status.value for status in Status if status in held])
    search = {"type": "search", "name": "path", "placeholder": "contains"}
    SubElement(_label(form, "Path"), "input", search)
    words = {"type": "search", "name": "words", "placeholder": "contain"}
    SubElement(_label(form, "Words"), "input", words)
    _text(form, "button", "Reset", type="reset")
    SubElement(form, "output", id="shown")
    return form


def _label(form: Element, text: str) -> Element:
    return _text(form, "label", f"{text} ")


def _choices(form: Element, name: str, values: Sequence[str]) -> None:
    group = SubElement(form, "fieldset")
    _text(group, "legend", name.capitalize())
    for value in values:
        label = SubElement(group, "label")
        box = {"type": "checkbox", "name": name, "value": value, "checked": "checked"}
        SubElement(label, "input", box).tail = value


def _rules(rules: Sequence[Rule], found: set[str]) -> Element:
    """The page of each rule that found something."""
    section = Element("section", {"class": "rules"})
    concerned = [rule for rule in rules if rule.name in found]
    if concerned:
        _text(section, "h2", "The codemods")
    for rule in concerned:
        details = SubElement(section, "details", id=f"rule-{rule.name}")
        _text(SubElement(details, "summary"), "b", rule.name).tail = f" {rule.title}"
        _text(details, "pre", f"\n{rule.page}")  # the reader drops a line end at the beginning
    return section

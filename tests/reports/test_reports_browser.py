"""The page in a real browser: nothing is loaded, nothing is thrown, filters and keys work.

pytest -m browser tests/reports                                      needs chromium, chromedriver
GOFIXMAP_PICTURES=docs/pictures pytest -m browser tests/reports      takes the pictures again
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import pytest
from browser_kit import ENTER, ESCAPE, Browser
from msgspec.structs import replace
from reports_kit import HOSTILE, finding, hostile, hostile_result, result_of

from gofixmap.cli import main
from gofixmap.model import Edit, Fix, RunResult, Safety, Status
from gofixmap.reports.html import render_html
from gofixmap.reports.lines import one_line
from gofixmap.reports.services import Rule
from gofixmap.reports.sources import Sources

pytestmark = pytest.mark.browser
SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop"
RULES = (Rule("nil-map", "Nil maps", "", "# nil-map\n"),)
MANY = 5_000


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    driven = Browser.start(tmp_path_factory.mktemp("profile"))
    yield driven
    driven.close()


@pytest.fixture
def picture(browser: Browser) -> Callable[[str], None]:
    """Takes a picture where somebody asked for them."""
    folder = os.environ.get("GOFIXMAP_PICTURES")

    def take(name: str) -> None:
        if folder:
            browser.picture(Path(folder, f"{name}.png"))

    return take


def reported(file: Path, *arguments: str) -> Path:
    assert main(["check", str(SHOP), "--format", f"html={file}", "--exit-zero", *arguments]) == 0
    return file


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reported(tmp_path_factory.mktemp("shop") / "report.html")


def written(result: RunResult, folder: Path) -> Path:
    file = folder / "report.html"
    file.write_text(render_html(result, Sources(result), RULES, version="1.2.3"), "utf-8")
    return file


def count(browser: Browser) -> str:
    """What the page says, which is also what can be seen."""
    text: str = browser.run("return document.getElementById('shown').textContent")
    seen = browser.run(
        "return document.querySelectorAll('.file:not([hidden]) > .finding:not([hidden])').length"
    )
    assert text.startswith(f"{seen} of ")
    return text


def focused(browser: Browser) -> str:
    place: str = browser.run("return document.activeElement.closest('.finding')?.id || ''")
    return place


def test_hostile_names(browser: Browser, tmp_path: Path) -> None:
    browser.open(written(hostile_result(tmp_path), tmp_path))
    assert browser.console() == []
    assert count(browser) == f"{2 * len(HOSTILE)} of {2 * len(HOSTILE)} shown"
    assert browser.run("return document.querySelectorAll('script, img, svg, iframe').length") == 1
    shown = browser.run("return [...document.querySelectorAll('.message')].map(e => e.textContent)")
    assert set(shown) == {one_line(text) for text in HOSTILE}


def test_markup_that_slipped_through_would_not_run(browser: Browser, tmp_path: Path) -> None:
    """The policy of the page stops scripts, handlers, styles and pictures of others."""
    file = written(result_of(tmp_path, finding()), tmp_path)
    evil = (
        "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"
        "<style>body { display: none }</style><img src=http://127.0.0.1:9/x.png>"
    )
    file.write_text(file.read_text("utf-8").replace("</h1>", f"</h1>{evil}"), "utf-8")
    browser.open(file)
    assert browser.run("return document.title").startswith("gofixmap: 1 finding in ")
    assert browser.run("return getComputedStyle(document.body).display") == "block"
    refused = browser.console()
    assert len([line for line in refused if "Content Security Policy" in line]) >= 4


def test_the_shop(browser: Browser, shop: Path, picture: Callable[[str], None]) -> None:
    browser.open(shop)
    picture("report-light")
    assert browser.console() == []
    total = re.fullmatch(r"(\d+) of \1 shown", count(browser))
    assert total and int(total[1]) > 40
    browser.type("[name=path]", "catalog/")
    assert not count(browser).startswith(total[1])
    browser.prefer("dark")
    browser.open(shop, "#codemod=map-mutex")
    browser.run("document.getElementById('filters').scrollIntoView()")
    picture("report-dark")
    assert count(browser) == f"1 of {total[1]} shown"
    background = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(20, 23, 28)"
    browser.prefer("light")


def test_evidence(browser: Browser, tmp_path: Path, picture: Callable[[str], None]) -> None:
    profiles = [str(SHOP / "profiles" / name) for name in ("heap.pb.gz", "escape.txt")]
    evidence = [f"--evidence={profile}" for profile in profiles]
    browser.open(reported(tmp_path / "report.html", *evidence), "#f1")
    picture("report-evidence")
    kinds = browser.run(
        "return [...document.querySelectorAll('.evidence b')].map(e => e.textContent)"
    )
    assert kinds[:3] == ["heap", "heap", "escape"]
    marked = browser.run("return document.querySelector('mark').textContent")
    assert marked == "searches"


def test_both_sides_stand_beside_each_other(browser: Browser, shop: Path) -> None:
    """Line by line: what begins on one side begins at the same height on the other."""
    browser.open(shop)
    uneven = browser.run("""
        return [...document.querySelectorAll(".hunk")].filter((hunk) => {
          const sizes = [...hunk.children].map((each) => each.getBoundingClientRect());
          return sizes.some((size) => Math.abs(size.top - sizes[0].top) > 0.5)
            || [...hunk.children].some((pre) => pre.scrollHeight - hunk.children[0].scrollHeight);
        }).length""")
    assert uneven == 0
    browser.open(shop, width=600)
    columns = "getComputedStyle(document.querySelector('.hunk')).gridTemplateColumns"
    assert len(browser.run(f"return {columns}").split()) == 2
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")


def some(root: Path) -> RunResult:
    fix = Fix("t", (Edit("a.go", 0, 0, "// A.\n"),))
    kinds = (
        finding(message="first", fix=fix),
        finding(message="second", safety=Safety.SAFE, codemod="loopvar"),
        finding(message="third", status=Status.DECLINED, reason="needs Words", path="sub/b.go"),
        finding(message="fourth", safety=Safety.TARGET, path="sub/c.go"),
    )
    return result_of(root, *kinds)


def test_filters(browser: Browser, tmp_path: Path) -> None:
    file = written(some(tmp_path), tmp_path)
    browser.open(file)
    assert count(browser) == "4 of 4 shown"
    browser.type("[name=words]", "WORDS")
    assert count(browser) == "1 of 4 shown"
    assert browser.run("return location.hash") == "#words=WORDS"
    browser.click("[type=reset]")
    browser.click("[name=tier][value=review]")
    assert count(browser) == "2 of 4 shown"
    assert browser.run("return location.hash") == "#no-tier=review"
    browser.type("[name=path]", "sub/")
    assert count(browser) == "1 of 4 shown"
    hidden = "[...document.querySelectorAll('.file[hidden], .finding[hidden]')]"
    styles = browser.run(f"return {hidden}.map((each) => getComputedStyle(each).display)")
    assert len(styles) == 5
    assert set(styles) == {"none"}
    address = browser.run("return location.hash")
    browser.open(file, address)
    assert count(browser) == "1 of 4 shown"
    browser.click(".summary a")
    assert count(browser) == "1 of 4 shown"
    assert browser.run("return document.querySelector('[name=codemod]').value") == "loopvar"


@pytest.mark.parametrize(
    "fragment", ["#codemod=nothing", "#%", "#no-tier=%3Cimg%3E", "#f999", "#x"]
)
def test_an_odd_address(fragment: str, browser: Browser, tmp_path: Path) -> None:
    browser.open(written(some(tmp_path), tmp_path), fragment)
    assert count(browser) == "4 of 4 shown"
    assert browser.console() == []


def test_an_address_of_a_finding(browser: Browser, tmp_path: Path) -> None:
    many = [replace(hostile(f"{number:03}.go"), status=Status.SUPPRESSED) for number in range(99)]
    browser.open(written(result_of(tmp_path, *many), tmp_path), "#f77")
    opened = browser.run("return [...document.querySelectorAll('.finding[open]')].map(e => e.id)")
    assert opened == ["f77"]
    top, bottom, height = browser.run(
        "const at = document.querySelector('#f77 > summary').getBoundingClientRect();"
        "return [at.top, at.bottom, innerHeight]"
    )
    bar = browser.run("return document.getElementById('filters').getBoundingClientRect().bottom")
    assert bar <= top < bottom <= height


def test_keys(browser: Browser, tmp_path: Path) -> None:
    browser.open(written(some(tmp_path), tmp_path))
    browser.type("body", "j")
    assert focused(browser) == "f1"
    browser.type("#f1 > summary", "jj")
    assert focused(browser) == "f3"
    browser.type("#f3 > summary", "k")
    assert focused(browser) == "f2"
    browser.type("#f2 > summary", ENTER)
    assert browser.run("return document.getElementById('f2').open") is False
    browser.type("#f2 > summary", "e")
    assert browser.run("return document.querySelectorAll('.finding[open]').length") == 4
    browser.type("body", "c")
    assert browser.run("return document.querySelectorAll('.finding[open]').length") == 0
    browser.type("body", "?")
    assert browser.run("return document.getElementById('keys').open") is True
    browser.type("body", "/")
    assert browser.run("return document.activeElement.name") == "words"
    browser.type("[name=words]", "jeck")  # letters, not keys
    assert count(browser) == "0 of 4 shown"
    browser.type("[name=words]", ESCAPE)
    assert browser.run("return document.activeElement === document.body") is True
    browser.type("body", "r")
    assert count(browser) == "4 of 4 shown"


def test_without_javascript(browser: Browser, shop: Path) -> None:
    """Everything is there, can be opened, and offers no filters that would do nothing."""
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(shop)
        browser.command("DOM.enable")
        root = browser.command("DOM.getDocument", depth=0)["root"]["nodeId"]
        ask = {"nodeId": root, "selector": "#filters"}
        form = browser.command("DOM.querySelector", **ask)["nodeId"]
        with pytest.raises(Exception, match="HTTP Error"):  # what is not shown has no box
            browser.command("DOM.getBoxModel", nodeId=form)
        card = browser.command("DOM.querySelector", nodeId=root, selector=".hunk")["nodeId"]
        assert browser.command("DOM.getBoxModel", nodeId=card)["model"]["height"] > 20
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


def test_many_findings(browser: Browser, tmp_path: Path) -> None:
    """5,000 findings: open within seconds, filtered in less than what a person notices."""
    texts = [f"pkg{number // 10:03}/f.go" for number in range(MANY)]
    findings = [hostile(text.replace("/", "-")) for text in texts]
    file = written(result_of(tmp_path, *findings), tmp_path)
    started = perf_counter()
    browser.open(file)
    assert count(browser) == f"{MANY} of {MANY} shown"
    opened = perf_counter() - started
    milliseconds = browser.run("""
        const started = performance.now();
        document.querySelector("[name=path]").value = "pkg3";
        document.getElementById("filters").dispatchEvent(new Event("input"));
        document.body.getBoundingClientRect();
        return performance.now() - started""")
    size = file.stat().st_size / 1e6
    print(f"{MANY} findings, {size:.1f} MB: open in {opened:.2f} s, filter {milliseconds:.0f} ms")
    assert count(browser) == f"1000 of {MANY} shown"
    assert opened < 15
    assert milliseconds < 1000

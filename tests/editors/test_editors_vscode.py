"""The extension in a real VS Code: the one of code-server, whose window is a headless Chromium.

GOFIXMAP_CODE_SERVER is its command. The tests themselves run inside of it, as the tests of an
extension do: editors/vscode/src/test/host.ts. GOFIXMAP_PICTURES names a folder for pictures.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from editor_browser import browser, free_port, wait_for_port
from editor_desk import EDITORS, Desk, keep, require

pytestmark = pytest.mark.editors
EXTENSION = EDITORS / "vscode"
SECONDS = 120


@pytest.fixture(scope="module")
def built() -> Path:
    """The extension, type-checked and bundled, with its tests."""
    assert (EXTENSION / "node_modules").is_dir(), "run npm ci in editors/vscode first"
    npm = require("npm")
    for script in ("typecheck", "build", "test"):
        done = subprocess.run(
            [npm, "run", script],
            cwd=EXTENSION,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return EXTENSION


@contextmanager
def code_server(desk: Desk, seen: Path) -> Iterator[int]:
    """A code-server that opens the desk's module, on the port that is yielded."""
    port = free_port()
    home = desk.folder.parent / "code"
    settings = {
        "gofixmap.command": [desk.environment["GOFIXMAP_COMMAND"], "lsp"],
        "[go]": {"editor.codeActionsOnSave": {"source.fixAll.gofixmap": "explicit"}},
        "files.autoSave": "off",
        "workbench.startupEditor": "none",
        "workbench.secondarySideBar.defaultVisibility": "hidden",
    }
    for name in ("Machine", "User"):
        (home / name).mkdir(parents=True)
        (home / name / "settings.json").write_text(json.dumps(settings))
    command = os.environ.get("GOFIXMAP_CODE_SERVER", "code-server").split()
    process = subprocess.Popen(
        [
            *(require(command[0]), *command[1:]),
            *("--auth", "none", "--bind-addr", f"127.0.0.1:{port}", "--disable-telemetry"),
            *("--disable-update-check", "--disable-workspace-trust"),
            *("--user-data-dir", str(home), "--extensions-dir", str(home / "extensions")),
            *("--config", str(home / "config.yaml"), str(desk.folder)),
        ],
        env=desk.environment | {"GOFIXMAP_SEEN_FILE": str(seen)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def address(port: int, folder: Path, extension: Path) -> str:
    """The page of a window that runs the tests of an extension."""
    here = f"vscode-remote://127.0.0.1:{port}"
    payload = [
        ["extensionDevelopmentPath", f"{here}{extension}"],
        ["extensionTestsPath", f"{here}{extension}/out/test/host.js"],
    ]
    query = urllib.parse.urlencode({"folder": str(folder), "payload": json.dumps(payload)})
    return f"http://127.0.0.1:{port}/?{query}"


def test_the_extension_in_vs_code(desk: Desk, built: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen.txt"
    ask = tmp_path / "seen.txt.picture"
    pictures = os.environ.get("GOFIXMAP_PICTURES")
    with code_server(desk, seen) as port, browser(tmp_path / "chromium") as window:
        window.open(address(port, desk.folder, built))
        end = time.monotonic() + SECONDS
        while not seen.exists():
            assert time.monotonic() < end, f"nothing was seen within {SECONDS} s"
            if ask.exists():  # the tests inside wait until the picture is taken
                if pictures:
                    window.screenshot(Path(pictures, f"{ask.read_text()}.png"))
                ask.unlink()
            time.sleep(0.2)
    text = seen.read_text(encoding="utf-8")
    keep("vscode-{}/all", text)
    assert text.endswith("== done\n"), text
    assert "13:2-18 Error gofixmap[map-writeback] cannot assign to users[id].Visits" in text
    assert "\tuser := users[id]\n\tuser.Visits++\n\tusers[id] = user\n" in text
    assert "\tmu   sync.RWMutex // guards byID\n" in text
    assert '\t\tuser := users["😀"]\n' in desk.read("users.go")

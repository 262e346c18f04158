"""A headless Chromium, over the plain HTTP of WebDriver."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from editor_desk import require


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for_port(port: int, seconds: float = 60) -> None:
    """Waits until somebody listens there; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens on port {port}")


class Browser:
    """One session of a chromedriver."""

    def __init__(self, port: int, session: str) -> None:
        self._base = f"http://127.0.0.1:{port}/session/{session}"

    def open(self, url: str) -> None:
        call(f"{self._base}/url", {"url": url})

    def screenshot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(call(f"{self._base}/screenshot")))

    def quit(self) -> None:
        call(self._base, method="DELETE")


def call(url: str, body: object = None, method: str | None = None) -> Any:  # noqa: ANN401 - JSON
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise RuntimeError(error.read().decode()) from error


@contextmanager
def browser(folder: Path, width: int = 1280, height: int = 800) -> Iterator[Browser]:
    """A browser whose profile is in `folder`; it ends with the block."""
    port = free_port()
    driver = subprocess.Popen(
        [require("chromedriver"), f"--port={port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port)
        options = {
            "binary": require("chromium"),
            "args": [
                *("--headless=new", "--no-sandbox", "--disable-gpu"),
                *(f"--window-size={width},{height}", f"--user-data-dir={folder}"),
            ],
        }
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        session = call(f"http://127.0.0.1:{port}/session", wanted)
        found = Browser(port, session["sessionId"])
        try:
            yield found
        finally:
            found.quit()
    finally:
        driver.terminate()
        driver.wait()

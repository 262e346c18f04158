"""A headless Chromium, driven over the WebDriver protocol: JSON over HTTP, nothing to install."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

_ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key that the protocol gives elements
ENTER, ESCAPE = "\ue007", "\ue00c"


class Browser:
    """One window. `console` has what the page was refused or has thrown."""

    def __init__(self, driver: subprocess.Popen[bytes], port: int, profile: Path) -> None:
        self._driver = driver
        self._base = f"http://127.0.0.1:{port}"
        options = {"args": [*_ARGUMENTS, f"--user-data-dir={profile}"], "binary": _chromium()}
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        answer = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._base += f"/session/{answer['sessionId']}"

    @classmethod
    def start(cls, profile: Path) -> Browser:
        binary = shutil.which("chromedriver")
        assert binary, "chromedriver is not on PATH (Debian: chromium-driver)"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        driver = subprocess.Popen([binary, f"--port={port}"], stdout=subprocess.DEVNULL)
        _wait_for(port)
        return cls(driver, port, profile)

    def close(self) -> None:
        try:
            self._send("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait(10)

    def open(self, file: Path, fragment: str = "", width: int = 1400, height: int = 1000) -> None:
        self._send("POST", "/window/rect", {"width": width, "height": height})
        self._send("POST", "/url", {"url": "about:blank"})  # another fragment alone loads nothing
        self._send("POST", "/url", {"url": f"{file.as_uri()}{fragment}"})

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever it returns
        """The value of the body of a function."""
        return self._send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def type(self, selector: str, text: str) -> None:
        found = self._send("POST", "/element", {"using": "css selector", "value": selector})
        self._send("POST", f"/element/{found[_ELEMENT]}/value", {"text": text})

    def click(self, selector: str) -> None:
        found = self._send("POST", "/element", {"using": "css selector", "value": selector})
        self._send("POST", f"/element/{found[_ELEMENT]}/click", {})

    def prefer(self, scheme: str) -> None:
        """Light or dark, as the system would ask for."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.command("Emulation.setEmulatedMedia", features=features)

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401 - whatever it answers
        """A command of the DevTools protocol."""
        return self._send("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def console(self) -> list[str]:
        return [entry["message"] for entry in self._send("POST", "/se/log", {"type": "browser"})]

    def picture(self, file: Path) -> None:
        file.write_bytes(b64decode(self._send("GET", "/screenshot")))

    def _send(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - as answered
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(self._base + path, data, headers, method=method)
        with urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]


def _chromium() -> str:
    binary = shutil.which("chromium") or shutil.which("google-chrome")
    assert binary, "chromium is not on PATH"
    return binary


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            with urlopen(f"http://127.0.0.1:{port}/status", timeout=5) as answer:
                if json.load(answer)["value"]["ready"]:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError("chromedriver does not answer")

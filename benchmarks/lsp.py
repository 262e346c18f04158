"""How long a keystroke waits for its diagnostics, as an editor sees it.

    python benchmarks/lsp.py WORKSPACE FILE [--keys N] [--gap SECONDS] [--json]

Starts `gofixmap lsp` as an editor does, opens FILE (relative to WORKSPACE), and types statements
into its functions, a character at a time: some bring a mistake, some are harmless, some leave the
code broken for a while. The time of a keystroke runs from the first byte of didChange written to
the last byte of the publishDiagnostics of that version read. The diagnostics that come with it
are compared with what the finished text has in the end, so that fast and empty does not count.
docs/lsp.md has figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import queue
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

#: What is typed at the start of a function's body, and the codemod that it is a mistake to.
TYPED = (
    ('var m1 map[string]struct{ X int }\n\tm1["a"].X = 1\n', "map-writeback"),
    ('var m2 map[string]int\n\tm2["a"]++\n', "nil-map"),
    ('x := 1\n\tif x > 2 {\n\t\tprintln("more", x)\n\t}\n', ""),
    ('s := []string{"a", "b"}\n\tfor i, each := range s {\n\t\tprintln(i, each)\n\t}\n', ""),
    ("m3 := map[string]struct{ N []int }{}\n\tm3[`k`].N = nil\n", "map-writeback"),
    ("var f func(int) string\n\tprintln(f(3), len(f(4)))\n", ""),
)
_FUNCTION = re.compile(r"^func .*\{$", re.MULTILINE)


class Client:
    """JSON-RPC over the pipes of a server process; notes when each message came."""

    def __init__(self, command: list[str], cwd: Path) -> None:
        self.process = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in: IO[bytes] = self.process.stdin
        self._out: IO[bytes] = self.process.stdout
        self.messages: queue.Queue[tuple[float, dict[str, Any]]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._number = 0

    def _read(self) -> None:
        while line := self._out.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                line = self._out.readline()
            body = self._out.read(length)
            self.messages.put((time.perf_counter(), json.loads(body)))

    def send(self, **message: object) -> float:
        """Sends a message; the time at which that began."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        started = time.perf_counter()
        self._in.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._in.flush()
        return started

    def request(self, method: str, params: object) -> Any:  # noqa: ANN401 - any JSON
        self._number += 1
        self.send(id=self._number, method=method, params=params)
        while True:
            _, message = self.messages.get(timeout=120)
            if message.get("id") == self._number and "method" not in message:
                return message["result"]
            self.answer(message)

    def answer(self, message: dict[str, Any]) -> None:
        """What the server asks of its client gets an empty answer."""
        if "id" in message and "method" in message:
            self.send(id=message["id"], result=None)

    def diagnostics(self, uri: str, version: int) -> tuple[float, list[dict[str, Any]]]:
        """When the diagnostics of a version came, and what they are."""
        while True:
            at, message = self.messages.get(timeout=120)
            self.answer(message)
            params = message.get("params", {})
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and params["uri"] == uri
                and params.get("version") == version
            ):
                return at, params["diagnostics"]


@dataclass(slots=True)
class Typist:
    """Edits one document, in the file and in the server."""

    client: Client
    uri: str
    text: str
    version: int = 1
    times: list[float] = field(default_factory=list)
    mistakes: list[float] = field(default_factory=list)  # times of keys that completed one
    missed: int = 0

    def replace(self, start: int, end: int, new: str) -> tuple[float, list[dict[str, Any]]]:
        """One change; seconds until its diagnostics, and these."""
        self.version += 1
        change = {"range": {"start": self._at(start), "end": self._at(end)}, "text": new}
        self.text = self.text[:start] + new + self.text[end:]
        started = self.client.send(
            method="textDocument/didChange",
            params={
                "textDocument": {"uri": self.uri, "version": self.version},
                "contentChanges": [change],
            },
        )
        at, found = self.client.diagnostics(self.uri, self.version)
        return at - started, found

    def _at(self, offset: int) -> dict[str, int]:
        line = self.text.count("\n", 0, offset)
        head = self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        return {"line": line, "character": len(head.encode("utf-16-le")) // 2}

    def type(
        self, offset: int, typed: str, codemod: str, gap: float, chance: random.Random
    ) -> None:
        """Types `typed` at an offset, and takes it away again in one change."""
        before = self.text
        found: list[dict[str, Any]] = []
        seconds, shown, missing = 0.0, 0.0, True
        for at, character in enumerate(typed):
            seconds, found = self.replace(offset + at, offset + at, character)
            self.times.append(seconds)
            mine = any(each["code"] == codemod and self._is_in(each, offset, at) for each in found)
            if mine and missing:
                shown, missing = seconds, False
            time.sleep(gap * (0.5 + chance.random()))
        if codemod:
            if missing:
                self.missed += 1
            else:
                self.mistakes.append(shown)
        seconds, _ = self.replace(offset, offset + len(typed), "")
        self.times.append(seconds)
        assert self.text == before

    def _is_in(self, diagnostic: dict[str, Any], offset: int, length: int) -> bool:
        first = self.text.count("\n", 0, offset)
        last = self.text.count("\n", 0, offset + length)
        return first <= diagnostic["range"]["start"]["line"] <= last


def measure(workspace: Path, file: Path, keys: int, gap: float) -> dict[str, Any]:
    """Types `keys` characters or a few more, and says how long each took."""
    path = (workspace / file).resolve()
    text = path.read_text(encoding="utf-8")
    client = Client([str(Path(sys.executable).with_name("gofixmap")), "lsp"], workspace)
    root = workspace.resolve().as_uri()
    client.request(
        "initialize",
        {
            "processId": os.getpid(),
            "rootUri": root,
            "workspaceFolders": [{"uri": root, "name": workspace.name}],
            "capabilities": {
                "textDocument": {"publishDiagnostics": {"relatedInformation": True}},
            },
        },
    )
    client.send(method="initialized", params={})
    opened = client.send(
        method="textDocument/didOpen",
        params={
            "textDocument": {
                "uri": path.as_uri(),
                "languageId": "go",
                "version": 1,
                "text": text,
            }
        },
    )
    at, _ = client.diagnostics(path.as_uri(), 1)
    typist = Typist(client, path.as_uri(), text)
    chance = random.Random(1)
    while len(typist.times) < keys:
        head = chance.choice(list(_FUNCTION.finditer(typist.text)))
        typed, codemod = chance.choice(TYPED)
        typist.type(head.end(), "\n\t" + typed.rstrip("\n"), codemod, gap, chance)
    memory = _memory(client.process.pid)
    client.request("shutdown", None)
    client.send(method="exit")
    code = client.process.wait(30)
    return {
        "opened": at - opened,
        "times": typist.times,
        "mistakes": typist.mistakes,
        "missed": typist.missed,
        "memory": memory,
        "exit": code,
    }


def _memory(pid: int) -> int:
    """The resident bytes of the server; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _row(name: str, times: list[float]) -> str:
    if not times:
        return f"{name:<22} none"
    cut = statistics.quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
    values = (cut[49], cut[94], cut[98], max(times))
    return f"{name:<22}{len(times):>6}" + "".join(f"{value * 1000:>10.1f}" for value in values)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("workspace", type=Path)
    parser.add_argument("file", type=Path, help="relative to WORKSPACE")
    parser.add_argument("--keys", type=int, default=600)
    parser.add_argument("--gap", type=float, default=0.1, help="mean seconds between two keys")
    parser.add_argument("--json", action="store_true", help="print everything that was measured")
    given = parser.parse_args()
    measured = measure(given.workspace, given.file, given.keys, given.gap)
    if given.json:
        print(json.dumps(measured))
        return 0
    files = sum(1 for _ in given.workspace.rglob("*.go"))
    lines = (given.workspace / given.file).read_bytes().count(b"\n")
    print(f"{given.file}: {lines} lines, in a workspace of {files} Go files")
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors")
    print(f"first diagnostics after opening: {measured['opened'] * 1000:.0f} ms")
    print(f"server's memory: {measured['memory'] / 1e6:.0f} MB; exit code {measured['exit']}")
    print(f"{'ms':<22}{'keys':>6}{'p50':>10}{'p95':>10}{'p99':>10}{'max':>10}")
    print(_row("every key", measured["times"]))
    print(_row("keys with a mistake", measured["mistakes"]))
    print(f"mistakes that no key's diagnostics had: {measured['missed']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The example service as a process: started, put under load, and asked what it holds.

Linux only: descriptors are read from /proc.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

HOST = "127.0.0.1"
AT_ONCE = 100  # requests that are sent before the first answer is read


class _Server(ThreadingHTTPServer):
    """A server whose clients may leave without a word, as the shop does when it is stopped."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Receiver:
    """Takes the events that the shop posts, answers with a short text, and counts them by kind."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.kinds[event["kind"]] += 1
                self.send_response(200)
                self.send_header("Content-Length", "7")
                self.end_headers()
                self.wfile.write(b"thanks\n")

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing: the figures are what counts."""

        self.server = _Server((HOST, 0), Handler)
        self.address = f"http://{HOST}:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Service:
    """A running shop. One connection sends all requests, so the handlers never run at once."""

    def __init__(self, binary: Path, *flags: str) -> None:
        listen, debug = (f"{HOST}:{port}" for port in free_ports(2))
        self.debug = f"http://{debug}"
        command = [str(binary), "-listen", listen, "-debug", debug, *flags]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.connection = self._connect(listen)
        self.answers: BinaryIO = self.connection.makefile("rb")
        self._connect(debug).close()

    def _connect(self, address: str) -> socket.socket:
        host, _, port = address.rpartition(":")
        for _ in range(200):
            try:
                return socket.create_connection((host, int(port)))
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise ConnectionRefusedError(f"nothing listens on {address}")

    def __enter__(self) -> Service:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        _, said = self.process.communicate()
        if error is not None and said:
            error.add_note(f"the shop says:\n{said}")

    # load

    def ask(self, *requests: str) -> list[str]:
        """The answers to requests like `GET /stats`, in order; each has to succeed."""
        found: list[str] = []
        for start in range(0, len(requests), AT_ONCE):
            batch = requests[start : start + AT_ONCE]
            self.connection.sendall("".join(map(_request, batch)).encode())
            found += [self._answer(request) for request in batch]
        return found

    def _answer(self, request: str) -> str:
        status = self.answers.readline().split()
        length = 0
        for line in iter(self.answers.readline, b"\r\n"):
            if not line:
                raise ConnectionError(f"no answer to {request}")
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self.answers.read(length).decode("utf-8", "replace")
        if status[1:2] != [b"200"]:
            raise ConnectionError(f"{request}: {status} {body}")
        return body.strip()

    # figures

    def memory(self, *, collect: bool) -> dict[str, int]:
        """The runtime's counters by name (HeapAlloc, TotalAlloc, Mallocs), in bytes and objects."""
        query = "debug=1&gc=1" if collect else "debug=1"
        with urllib.request.urlopen(f"{self.debug}/debug/pprof/heap?{query}") as answer:
            text = answer.read().decode()
        return {name: int(value) for name, value in re.findall(r"^# (\w+) = (\d+)$", text, re.M)}

    def goroutines(self) -> int:
        with urllib.request.urlopen(f"{self.debug}/debug/pprof/goroutine?debug=1") as answer:
            return int(re.findall(rb"total (\d+)", answer.readline())[0])

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


def _request(text: str) -> str:
    return f"{text} HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n"


def free_ports(count: int) -> Sequence[int]:
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports

"""`dask://host:port`: which cluster, and how it gets at the files."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from gofixmap.errors import UsageError

_COMMS = {
    "dask": "tcp",
    "dask+tcp": "tcp",
    "dask+tls": "tls",
    "dask+ws": "ws",
    "dask+wss": "wss",
    "tcp": "tcp",
    "tls": "tls",
}
_FORM = "dask://HOST:PORT, or dask+tls://HOST:PORT, with ?mount=shared or ?timeout=SECONDS"
DEFAULT_SECONDS = 15.0


class Address(Struct, frozen=True):
    """Where the scheduler listens, as `distributed` spells it.

    `shared` says that workers see the same files at the same paths; `seconds` is how long to wait
    for the scheduler, and for a worker.
    """

    scheduler: str
    shared: bool = False
    seconds: float = DEFAULT_SECONDS


def parse_address(text: str) -> Address:
    """Raises UsageError for what names no cluster."""
    try:
        parts = urlsplit(text)
        comm, port = _COMMS.get(parts.scheme), parts.port
    except ValueError as error:
        raise UsageError(f"{text!r} is no executor: {error}", hint=_FORM) from error
    if comm is None or not parts.hostname or port is None or parts.path.strip("/"):
        raise UsageError(f"{text!r} is no executor", hint=_FORM)
    if parts.username or parts.password:
        raise UsageError("an executor's address has no user name", where=text, hint=_FORM)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shared, seconds = False, DEFAULT_SECONDS
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if (key, value) in (("mount", "shared"), ("mount", "none")):
            shared = value == "shared"
        elif key == "timeout" and _is_seconds(value):
            seconds = float(value)
        else:
            raise UsageError(f"{key}={value} is not understood", where=text, hint=_FORM)
    return Address(f"{comm}://{host}:{port}", shared, seconds)


def _is_seconds(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and 0 < float(text) <= 3600

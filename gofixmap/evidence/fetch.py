"""Profiles of a running service, from the address that the user gives and from nowhere else."""

from __future__ import annotations

import ipaddress
from typing import IO
from urllib.error import URLError
from urllib.parse import SplitResult, urlencode, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, build_opener

from gofixmap.errors import EnvironmentProblem, UsageError

HEAP = "/debug/pprof/heap"
_LARGEST = 64 << 20  # bytes, packed


def is_address(source: str) -> bool:
    """Whether a source is a URL and no file."""
    return "://" in source


def profile_address(source: str, *, collect: bool = False) -> str:
    """The URL to ask: that of the heap profile where the address names no path.

    `collect` asks the service to run a garbage collection first. Raises UsageError.
    """
    try:
        parts = urlsplit(source)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"this is no address: {error}", where=source) from error
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(
            "only http and https addresses are asked", where=source, hint="http://localhost:6060"
        )
    path = HEAP if parts.path in ("", "/") else parts.path
    query = "&".join(
        part for part in (parts.query, urlencode({"gc": 1}) if collect else "") if part
    )
    return urlunsplit(SplitResult(parts.scheme, parts.netloc, path, query, ""))


class _NoRedirects(HTTPRedirectHandler):
    """A service that sends its callers elsewhere is not the one that the user named."""

    def redirect_request(self, *arguments: object) -> None:
        return None


def fetch(address: str, seconds: float) -> bytes:
    """The bytes at an address. Raises EnvironmentProblem where they cannot be had."""
    try:
        with _opener(address).open(address, timeout=seconds) as answer:
            return _read(answer, address)
    except URLError as error:
        reason = getattr(error, "code", None) or error.reason
        raise EnvironmentProblem(
            f"it cannot be fetched: {reason}",
            where=address,
            hint="gofixmap explain pprof-endpoint shows how a service offers profiles",
        ) from error
    except (OSError, ValueError) as error:
        raise EnvironmentProblem(f"it cannot be fetched: {error}", where=address) from error


def _read(answer: IO[bytes], address: str) -> bytes:
    data = answer.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise EnvironmentProblem("it is too large for a profile", where=address)
    return data


def _opener(address: str) -> OpenerDirector:
    """Without the environment's proxy for this machine itself, as Go does it."""
    own = [ProxyHandler({})] if _is_loopback(urlsplit(address).hostname or "") else []
    return build_opener(_NoRedirects, *own)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

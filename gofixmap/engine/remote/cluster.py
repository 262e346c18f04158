"""A Dask cluster that exists already: reached, asked whether it fits, and let go of.

`distributed` is imported here alone, when a cluster is wanted.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from gofixmap.engine.remote.address import Address, parse_address
from gofixmap.errors import EnvironmentProblem

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from gofixmap.engine.remote.dispatch import Dispatcher

INSTALL = "pip install 'gofixmap[dask]'"
_SAME = ("python", "distributed", "dask", "msgpack")  # of client, scheduler and workers
_LOGGERS = ("distributed", "distributed.client", "distributed.core", "distributed.scheduler")


class Cluster:
    """A connection; close it. `executor` makes what `gofixmap.engine.run` takes as `executor`."""

    def __init__(self, client: Any, address: Address, threads: int) -> None:  # noqa: ANN401 - distributed.Client
        self.address = address
        self.threads = threads  # how many tasks the workers do at a time
        self._client = client
        self._dispatcher: Dispatcher | None = None

    def executor(self, jobs: int) -> Executor:
        """`jobs` says nothing here: how much is done at a time is the cluster's to know."""
        from gofixmap.engine.remote.dispatch import Dispatcher, RemoteExecutor

        if self._dispatcher is None:
            self._dispatcher = Dispatcher(self._client, self.address)
        return RemoteExecutor(self._dispatcher)

    @property
    def sent_bytes(self) -> int:
        """What went to the scheduler so far, contents alone."""
        return self._dispatcher.delivery.sent_bytes if self._dispatcher else 0

    def close(self) -> None:
        if self._dispatcher is not None:
            self._dispatcher.close()
        self._client.close(timeout=2)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def connect(text: str) -> Cluster:
    """The cluster at an address such as dask://host:8786.

    Raises UsageError where the text is no address, and EnvironmentProblem where `distributed` is
    not installed, the scheduler cannot be reached, no worker comes, or versions differ.
    """
    address = parse_address(text)
    client = _reach(address)
    try:
        _compare_versions(client, address)
        threads = _greet(client, address)
    except BaseException:
        client.close(timeout=2)
        raise
    return Cluster(client, address, threads)


def _reach(address: Address) -> Any:  # noqa: ANN401 - distributed.Client
    try:
        from distributed import Client as Connection
    except ImportError as error:
        raise EnvironmentProblem(
            "--executor dask:// needs the package distributed", hint=INSTALL
        ) from error
    for name in _LOGGERS:  # what goes wrong is told once, in our words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        connection: Any = Connection
        return connection(address.scheduler, timeout=address.seconds, set_as_default=False)
    except Exception as error:
        what = f"the Dask scheduler cannot be reached in {address.seconds:g} s"
        raise EnvironmentProblem(
            what if isinstance(error, OSError) else f"{what}: {_first_line(error)}",
            where=address.scheduler,
            hint="start one with `dask scheduler`, or wait longer with ?timeout=SECONDS",
        ) from error


def _compare_versions(client: Any, address: Address) -> None:  # noqa: ANN401 - distributed.Client
    versions = client.get_versions()
    mine = _versions_in(versions["client"])
    others = {"the scheduler": versions["scheduler"]}
    others.update((f"worker {name}", found) for name, found in versions["workers"].items())
    for who, found in others.items():
        theirs = _versions_in(found)
        for name, version in mine.items():
            if theirs.get(name) != version:
                raise EnvironmentProblem(
                    f"{who} has {name} {theirs.get(name)}, this machine {version}",
                    where=address.scheduler,
                    hint="install the same versions everywhere",
                )


def _versions_in(found: dict[str, Any]) -> dict[str, str]:
    """Python by its minor version, the others as they are."""
    packages = found.get("packages") or {}
    python = ".".join(str((found.get("host") or {}).get("python", "")).split(".")[:2])
    return {name: python if name == "python" else str(packages.get(name)) for name in _SAME}


def _greet(client: Any, address: Address) -> int:  # noqa: ANN401 - distributed.Client
    """How many threads the workers have that all run this very gofixmap."""
    from gofixmap.engine.remote import tasks
    from gofixmap.engine.remote.fingerprint import difference, fingerprint

    # A cluster that grows with its work begins with no worker, and needs work to grow.
    waiting = client.submit(tasks.hello, pure=False)
    try:
        client.wait_for_workers(1, timeout=address.seconds)
    except TimeoutError as error:
        raise EnvironmentProblem(
            f"the Dask cluster has no worker, and none came in {address.seconds:g} s",
            where=address.scheduler,
            hint=f"start one with `dask worker {address.scheduler}`",
        ) from error
    finally:
        waiting.release()
    for worker, found in client.run(tasks.hello, on_error="return").items():
        if isinstance(found, dict):
            other = difference(fingerprint(), found)
        elif isinstance(found, ImportError):
            other = f"it cannot import gofixmap with this task: {_first_line(found)}"
        else:
            other = _first_line(found)
        if other:
            raise EnvironmentProblem(
                f"worker {worker} does not run this gofixmap: {other}",
                where=address.scheduler,
                hint=f"install the same versions everywhere: {INSTALL}",
            )
    return sum(client.nthreads().values())


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__

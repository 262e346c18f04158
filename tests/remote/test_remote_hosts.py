"""Hosts that share no network stack and no tree: network namespaces on one machine (`slow`).

Needs root, `ip` of iproute2 and `unshare` of util-linux, and fails where it lacks them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from remote_kit import Cluster

pytestmark = pytest.mark.slow
HOSTS = ("scheduler", "one", "two", "client")
VARIABLES = {
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "8s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "15s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "4s",
}


def ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(
            f"ip {' '.join(words)}: {done.stderr.strip()}: this test needs root with CAP_NET_ADMIN"
            " and CAP_SYS_ADMIN, and iproute2; run it elsewhere or leave it out with -m 'not slow'"
        )


class Network:
    """A bridge with a host on each of its ports."""

    def __init__(self) -> None:
        self._mark = f"gfm{os.getpid() % 100000}"
        self.addresses = {name: f"10.99.7.{at}" for at, name in enumerate(HOSTS, 1)}

    def namespace(self, host: str) -> str:
        return f"{self._mark}-{host}"

    def make(self) -> None:
        hub = self.namespace("hub")
        ip("netns", "add", hub)
        ip("-n", hub, "link", "add", "bridge", "type", "bridge")
        ip("-n", hub, "link", "set", "bridge", "up")
        for host, address in self.addresses.items():
            space = self.namespace(host)
            ip("netns", "add", space)
            ip(
                "-n",
                hub,
                "link",
                "add",
                host,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                space,
            )
            ip("-n", hub, "link", "set", host, "master", "bridge", "up")
            ip("-n", space, "address", "add", f"{address}/24", "dev", "eth0")
            for link in ("eth0", "lo"):
                ip("-n", space, "link", "set", link, "up")

    def cut(self, host: str) -> None:
        ip("-n", self.namespace("hub"), "link", "set", host, "down")

    def on(self, host: str, *hidden: Path) -> tuple[str, ...]:
        """The beginning of a command that runs on a host, which sees nothing in some folders."""
        words = ("ip", "netns", "exec", self.namespace(host))
        if not hidden:
            return words
        mounts = "".join(f"mount -t tmpfs none '{folder}' && " for folder in hidden)
        return (*words, "unshare", "-m", "sh", "-c", f'{mounts}exec "$@"', "sh")

    def remove(self) -> None:
        for host in ("hub", *HOSTS):
            words = ["ip", "netns", "delete", self.namespace(host)]
            subprocess.run(words, capture_output=True, check=False)


@pytest.fixture
def network() -> Iterator[Network]:
    for command in ("ip", "unshare"):
        if shutil.which(command) is None:
            pytest.fail(f"{command} is missing: install iproute2 and util-linux")
    found = Network()
    try:
        found.make()
        yield found
    finally:
        found.remove()


@pytest.fixture
def tree(goroot: Path, tmp_path: Path) -> Path:
    """Real code with dependencies outside of it."""
    root = tmp_path / "tree"
    for name in ("net/http", "encoding/json", "text/template", "archive/zip"):
        shutil.copytree(goroot / "src" / name, root / name)
    (root / "go.mod").write_text("module example.com/copy\n\ngo 1.22\n")
    return root


def check(tree: Path, *words: str, prefix: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    options = ("--no-cache", "--format", "json", *words)
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", "gofixmap", "check", str(tree), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **VARIABLES},
    )


def report(running: subprocess.Popen[str]) -> dict[str, object]:
    out, errors = running.communicate(timeout=600)
    assert running.returncode in (1, 3), errors
    found: dict[str, object] = json.loads(out)
    return {"findings": found["findings"]}


def test_hosts_without_the_tree_give_the_same_bytes(
    network: Network, tree: Path, goroot: Path, tmp_path: Path
) -> None:
    here = report(check(tree, "-j", "2"))
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder, VARIABLES)
    hidden = [tree, goroot / "src", *(p for p in (Path("/usr/local/go"),) if p.is_dir())]
    client = network.on("client")
    try:
        cluster.start(prefix=network.on("scheduler"), host=network.addresses["scheduler"])
        for host in ("one", "two"):
            address = ("--host", network.addresses[host])
            cluster.add_worker(*address, prefix=network.on(host, *hidden))
        words = ("--executor", cluster.url)
        assert report(check(tree, *words, prefix=client)) == here
        refused = check(tree, "--executor", f"{cluster.url}?mount=shared", prefix=client)
        _, errors = refused.communicate(timeout=120)
        assert refused.returncode == 2
        assert "sees another content on the mount" in errors
        running = check(tree, *words, prefix=client)
        time.sleep(6)
        network.cut("two")
        assert report(running) == here
        network.cut("one")
        network.cut("scheduler")
        alone = check(tree, "--executor", f"{cluster.url}?timeout=3", prefix=client)
        _, errors = alone.communicate(timeout=60)
        assert alone.returncode == 2
        assert "cannot be reached in 3 s" in errors
    finally:
        cluster.close()

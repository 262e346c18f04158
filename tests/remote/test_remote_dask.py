"""A run on a cluster of several processes gives what a run on this machine gives."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from remote_kit import Cluster

from gofixmap.engine import Request, run
from gofixmap.engine.remote import cluster as clusters
from gofixmap.engine.remote.address import Address, parse_address
from gofixmap.engine.remote.cluster import connect
from gofixmap.errors import GofixmapError, UsageError
from gofixmap.model import RunResult


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A module of a few packages that has something for codemods to do, and something odd."""
    root = tmp_path / "tree"
    for name in ("a", "b", "c", "d"):
        (root / name).mkdir(parents=True)
        (root / name / f"{name}.go").write_text(
            f'package {name}\n\nimport "fmt"\n\ntype T struct{{ n int }}\n\n'
            "func (t T) Set(n int) { t.n = n }\n\n"
            "func F(m map[string]T, ks []string) {\n\tfor _, k := range ks {\n"
            "\t\tm[k].n = 1\n\t}\n\tfmt.Println(m)\n}\n"
        )
    (root / "d" / "odd.go").write_bytes(b"package d\n\n// \xff\n")
    (root / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    (root / "link.go").symlink_to("a/a.go")
    return root


def figures(result: RunResult) -> RunResult:
    """The result without what a clock says."""
    return replace(result, summary=replace(result.summary, seconds=0.0))


def test_a_cluster_finds_and_fixes_the_same(
    cluster: Cluster, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.start()
    for _ in range(2):
        cluster.add_worker()
    for apply in (False, True):
        request = Request(paths=(tree,), apply=apply)
        here = run(request)
        assert len(here.findings) >= 8
        assert here.problems
        for query in ("", "?mount=shared"):
            with connect(cluster.url + query) as connection:
                assert connection.threads == 2
                there = run(replace(request, jobs=8), executor=connection.executor)
                assert figures(there) == figures(here)
                assert connection.sent_bytes
    with connect(cluster.url) as connection:
        first = run(Request(paths=(tree,), apply=False), executor=connection.executor)
        (tree / "a" / "a.go").write_text("package a\n")
        again = run(Request(paths=(tree,), apply=False), executor=connection.executor)
        assert {f.path for f in first.findings} - {f.path for f in again.findings} == {"a/a.go"}
    # Each content came once to this machine, whatever ran there.
    assert len({path.name for path in (cluster.folder / "store").rglob("*")}) > 3
    _other_versions_are_refused(cluster, monkeypatch)


def _other_versions_are_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    from gofixmap.engine.remote import fingerprint

    mine = {**fingerprint.fingerprint(), "tree-sitter": "0.0.1"}
    monkeypatch.setattr(fingerprint, "fingerprint", lambda: mine)
    with pytest.raises(GofixmapError, match=r"tree-sitter \S+ there, 0\.0\.1 here"):
        connect(cluster.url)
    monkeypatch.setattr(clusters, "_SAME", ("distributed",))
    monkeypatch.setattr(clusters, "_versions_in", _older_here())
    with pytest.raises(GofixmapError, match="the scheduler has distributed 2, this machine 1"):
        connect(cluster.url)


def _older_here() -> object:
    """Versions as they would be read: the client's first, then the others'."""
    versions = iter("12222")
    return lambda found: {"distributed": next(versions)}


@pytest.mark.slow
def test_an_encrypted_cluster_and_the_command_line(tmp_path: Path, tree: Path) -> None:
    """TLS as Dask's own settings have it, and the plan of a campaign on that cluster."""
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    files = ["-keyout", key, "-out", certificate, "-days", "2"]
    subprocess.run([*words, *files], check=True, capture_output=True)
    tls = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": certificate}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        tls[f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY"] = key
        tls[f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT"] = certificate
    folder = tmp_path / "tls"
    folder.mkdir()
    cluster = Cluster(folder, tls)

    def plan(name: str, *more: str, **variables: str) -> subprocess.CompletedProcess[str]:
        state = ("--state", str(tmp_path / name))
        ours = [sys.executable, "-m", "gofixmap", "campaign"]
        planned = subprocess.run(
            [*ours, "plan", str(tree), *state, "--by", "directory", *more],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        if planned.returncode in (0, 3):
            return subprocess.run(
                [*ours, "status", *state, "--format", "json"],
                capture_output=True,
                text=True,
                check=True,
            )
        return planned

    try:
        cluster.start("--protocol", "tls")
        cluster.add_worker("--protocol", "tls")
        assert cluster.url.startswith("dask+tls://")
        there = plan("there.db", "--executor", cluster.url, **tls)
        refused = plan("other.db", "--executor", cluster.url + "?timeout=3")
        plain = plan("other.db", "--executor", cluster.url.replace("+tls", "") + "?timeout=3")
    finally:
        cluster.close()
    shards = [json.loads(each.stdout)["shards"] for each in (there, plan("here.db"))]
    assert shards[0]
    keys = [[(shard["key"], shard["title"]) for shard in each] for each in shards]
    assert keys[0] == keys[1]
    assert (refused.returncode, plain.returncode) == (2, 2)
    assert "cannot be reached" in refused.stderr
    assert not (tmp_path / "other.db").exists()


def test_no_scheduler_is_told_within_the_time() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"dask://127.0.0.1:{nobody.getsockname()[1]}?timeout=0.5"
        with pytest.raises(GofixmapError, match=r"cannot be reached in 0\.5 s") as error:
            connect(url)
    assert error.value.exit_code == 2


def test_without_distributed_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(GofixmapError, match=r"pip install 'gofixmap\[dask\]'") as error:
        connect("dask://127.0.0.1:8786")
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("dask://host:8786", Address("tcp://host:8786")),
        ("dask+tls://host:1?mount=shared", Address("tls://host:1", shared=True)),
        ("tls://[::1]:8786?timeout=2.5", Address("tls://[::1]:8786", seconds=2.5)),
        ("tcp://10.0.0.1:8786?mount=none", Address("tcp://10.0.0.1:8786")),
    ],
)
def test_addresses(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "host:8786",
        "http://host:8786",
        "dask://host",
        "dask://:8786",
        "dask://host:99999",
        "dask://host:x",
        "dask://host:1/path",
        "dask://me:secret@host:1",
        "dask://host:1?mount=other",
        "dask://host:1?timeout=0",
        "dask://host:1?timeout=nan",
        "dask://host:1?jobs=3",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="dask://HOST:PORT"):
        parse_address(text)

"""Build variants as a user names them."""

from __future__ import annotations

import pytest

from gofixmap.errors import UsageError
from gofixmap.workspace import BuildContext
from gofixmap.workspace.environment import GoEnvironment
from gofixmap.workspace.variants import Variant, parse_variants

HOST = BuildContext("linux", "amd64", frozenset({"goexperiment.x"}))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no system"),
        ("linux", "names no system"),
        ("linux/", "names no system"),
        ("linux/amd64,", "names no system"),
        ("linux/amd46", "names no system"),
        ("amd64/linux", "names no system"),
        ("windows/riscv64", "names no system"),
        ("Linux/amd64", "names no system"),
        ("linux/amd64/", "no build tag"),
        ("linux/amd64/a++b", "no build tag"),
        ("linux/amd64/a b", "no build tag"),
        ("linux/amd64/!a", "no build tag"),
        ("linux/amd64/a/b", "no build tag"),
        ("linux/amd64/-toolexec=x", "no build tag"),
    ],
)
def test_what_go_cannot_build_is_refused(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_variants([text])


def test_a_slip_is_answered_with_what_was_meant() -> None:
    with pytest.raises(UsageError, match="linux/amd64"):
        parse_variants(["linux/amd46"])


def test_repeated_and_listed_variants_are_one_list_without_doubles() -> None:
    found = parse_variants(["linux/amd64, windows/arm64", "linux/amd64/b+a+b", "linux/amd64"])
    assert [str(each) for each in found] == ["linux/amd64", "windows/arm64", "linux/amd64/a+b"]


def test_tags_are_added_to_those_of_the_toolchain() -> None:
    context = Variant("linux", "amd64", ("a",)).context(HOST)
    assert context.tags == {"a", "goexperiment.x"}
    assert context.cgo


@pytest.mark.parametrize("variant", [Variant("linux", "arm64"), Variant("windows", "amd64")])
def test_there_is_no_cgo_for_another_machine(variant: Variant) -> None:
    assert not variant.context(HOST).cgo
    environment = variant.environment(GoEnvironment(goos="linux", goarch="amd64"))
    assert environment.host == variant.context(BuildContext("linux", "amd64"))

"""Versions of the cache modules that are known to build, with what go.sum has to say of them.

The hashes are those of the checksum database (sum.golang.org), as `go mod tidy` writes them.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

Version = tuple[str, str]  # a module's path and its version


class Pin(Struct, frozen=True):
    """One version of a module.

    `go` is its go line (-1 where it has no patch level), `requires` all that its go.mod asks for;
    packages of `indirect` are part of every build that imports it.
    """

    version: str
    go: tuple[int, int, int]
    requires: tuple[Version, ...] = ()
    indirect: tuple[Version, ...] = ()


_TESTS = (
    ("github.com/davecgh/go-spew", "v1.1.1"),
    ("github.com/kr/text", "v0.2.0"),
    ("github.com/pmezard/go-difflib", "v1.0.0"),
    ("gopkg.in/yaml.v3", "v3.0.1"),
)


def _ttlcache(version: str, go: tuple[int, int, int], testify: str, goleak: str, sync: str) -> Pin:
    own = (("github.com/stretchr/testify", testify), ("go.uber.org/goleak", goleak))
    indirect = (("golang.org/x/sync", sync),)
    return Pin(version, go, (*own, *indirect, *_TESTS), indirect)


#: By module, the newest first.
PINS: dict[str, tuple[Pin, ...]] = {
    "github.com/jellydator/ttlcache/v3": (
        _ttlcache("v3.4.1", (1, 23, 0), "v1.11.1", "v1.3.0", "v0.16.0"),
        _ttlcache("v3.3.0", (1, 18, -1), "v1.9.0", "v1.3.0", "v0.8.0"),
        _ttlcache("v3.2.0", (1, 18, -1), "v1.8.2", "v1.2.1", "v0.1.0"),
    ),
    "github.com/hashicorp/golang-lru/v2": (Pin("v2.0.7", (1, 18, -1)),),
}

# A module and its version, then the hashes of its files and of its go.mod.
_HASHES = """\
github.com/davecgh/go-spew v1.1.1
vj9j/u1bqnvCEfJOwUhtlOARqs3+rkHYY13jYWTU97c= J7Y8YcW2NihsgmVo/mv3lAwl/skON4iLHjSsI+c5H38=
github.com/hashicorp/golang-lru/v2 v2.0.7
a+bsQ5rvGLjzHuww6tVxozPZFVghXaHOwFs4luLUK2k= QeFd9opnmA6QUJc5vARoKUSoFhyfM2/ZepoAG6RGpeM=
github.com/jellydator/ttlcache/v3 v3.2.0
6lqVJ8X3ZaUwvzENqPAobDsXNExfUJd61u++uW8a3LE= hi7MGFdMAwZna5n2tuvh63DvFLzVKySzCVW6+0gA2n4=
github.com/jellydator/ttlcache/v3 v3.3.0
BdoC9cE81qXfrxeb9eoJi9dWrdhSuwXMAnHTbnBm4Wc= bj2/e0l4jRnQdrnSTaGTsh4GSXvMjQcy41i7th0GVGw=
github.com/jellydator/ttlcache/v3 v3.4.1
bOdXmXiycyK6E6Qjyuj5vl+/vU3SCOoDs8a86NbHjAQ= j7LO12PNghFg5+0v9budMAT4rDK4JY969jb9vOdOBBk=
github.com/pmezard/go-difflib v1.0.0
4DBwDE0NGyQoBHbLQYPwSUPoCMWR5BEzIk/f1lZbAQM= iKH77koFhYxTK1pcRnkKkqfTogsbg7gZNVY4sRDYZ/4=
github.com/stretchr/testify v1.11.1
7s2iGBzp5EwR7/aIZr8ao5+dra3wiQyKjjFuvgVKu7U= wZwfW3scLgRK+23gO65QZefKpKQRnfz6sD981Nm4B6U=
github.com/stretchr/testify v1.8.2
+h33VjcLVPDHtOdpUCuF+7gSuG3yGIftsP1YvFihtJ8= w2LPCIKwWwSfY2zedu0+kehJoqGctiVI29o6fzry7u4=
github.com/stretchr/testify v1.9.0
HtqpIVDClZ4nwg75+f6Lvsy/wHu+3BoSGCbBAcpTsTg= r2ic/lqez/lEtzL7wO/rwa5dbSLXVDPFyf8C91i36aY=
go.uber.org/goleak v1.2.1
NBol2c7O1ZokfZ0LEU9K6Whx/KnwvepVetCUhtKja4A= qlT2yGI9QafXHhZZLxlSuNsMw3FFLxBr+tBRlmO1xH4=
go.uber.org/goleak v1.3.0
2K3zAYmnTNqV73imy9J1T3WC+gmCePx2hEGkimedGto= CoHD4mav9JJNrW/WLlf7HGZPjdw8EucARQHekz1X6bE=
golang.org/x/sync v0.1.0
wsuoTGHzEhffawBOhz5CYhcrV4IdKZbEyZjBMuTp12o= RxMgew5VJxzue5/jJTE5uejpjVlOe/izrB70Jof72aM=
golang.org/x/sync v0.16.0
ycBJEhp9p4vXvUZNszeOq0kGTPghopOL8q0fq3vstxw= 1dzgHSNfp02xaA81J2MS99Qcpr2w7fw1gpm99rleRqA=
golang.org/x/sync v0.8.0
3NFvSEYkUoMifnESzZl15y791HH1qU2xm6eCJU5ZPXQ= Czt+wKu1gCyEFDUtn0jG5QVvpJ6rzVqr5aXyt9drQfk=
gopkg.in/yaml.v3 v3.0.1
fxVm/GzAzEWqLHuvctI91KS9hhNmmWOoWu0XTYJS7CA= K4uyk7z7BCEPqu6E+C64Yfv1cQ7kz7rIZviUmN+EgEM=
"""


@lru_cache(maxsize=1)
def _hashes() -> dict[Version, tuple[str, str]]:
    lines = [line.split() for line in _HASHES.splitlines()]
    return {
        (path, version): (files, mod)
        for (path, version), (files, mod) in zip(lines[::2], lines[1::2], strict=True)
    }


def sums(module: str, pin: Pin) -> list[str]:
    """The lines of go.sum for a pinned module and for what it requires."""
    found, known = list[str](), _hashes()
    for path, version in sorted([(module, pin.version), *pin.requires]):
        if (path, version) in known:
            files, mod = known[path, version]
            found += [f"{path} {version} h1:{files}", f"{path} {version}/go.mod h1:{mod}"]
    return found

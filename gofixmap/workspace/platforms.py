"""The operating systems and architectures that Go knows (GOROOT/src/internal/syslist, 1.27)."""

from __future__ import annotations

import os
import sys

_OS = """
    aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris
    wasip1 windows zos
"""
_UNIX = "aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris"
_ARCH = """
    386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32
    mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm
"""
# Every port of the toolchain (internal/platform/zosarch.go), the ones that people use first.
_PORTS = """
    linux/amd64 linux/arm64 darwin/arm64 darwin/amd64 windows/amd64 windows/arm64 freebsd/amd64
    openbsd/amd64 netbsd/amd64 js/wasm wasip1/wasm linux/386 linux/arm windows/386 android/arm64
    ios/arm64 plan9/amd64 solaris/amd64 illumos/amd64 dragonfly/amd64 aix/ppc64 linux/ppc64le
    linux/s390x linux/riscv64 linux/loong64 linux/ppc64 linux/mips linux/mipsle linux/mips64
    linux/mips64le linux/sparc64 freebsd/386 freebsd/arm freebsd/arm64 freebsd/riscv64 netbsd/386
    netbsd/arm netbsd/arm64 openbsd/386 openbsd/arm openbsd/arm64 openbsd/ppc64 openbsd/riscv64
    plan9/386 plan9/arm android/386 android/amd64 android/arm ios/amd64
"""

KNOWN_OS = frozenset(_OS.split())
UNIX_OS = frozenset(_UNIX.split())  # what the tag `unix` stands for
KNOWN_ARCH = frozenset(_ARCH.split())
PORTS: tuple[tuple[str, str], ...] = tuple(
    (goos, goarch) for goos, _, goarch in (port.partition("/") for port in _PORTS.split())
)
# An operating system also satisfies the tag of the one that it is built on.
IMPLIED_OS = {"android": "linux", "illumos": "solaris", "ios": "darwin"}

_OS_NAMES = {"win32": "windows", "cygwin": "windows", "sunos5": "solaris", "emscripten": "js"}
_ARCH_NAMES = {
    "aarch64": "arm64",
    "arm64": "arm64",
    "armv6l": "arm",
    "armv7l": "arm",
    "amd64": "amd64",
    "x86_64": "amd64",
    "i386": "386",
    "i686": "386",
    "x86": "386",
    "loongarch64": "loong64",
}


def _machine() -> str:
    if hasattr(os, "uname"):
        return os.uname().machine
    import platform  # it takes a while to import

    return platform.machine()


def host_platform(goos: str = "", goarch: str = "") -> tuple[str, str]:
    """GOOS and GOARCH of this machine, or as given; linux and amd64 where Go has no name for it."""
    machine = _machine().lower()
    goos = goos or _OS_NAMES.get(sys.platform, sys.platform.rstrip("0123456789"))
    goarch = goarch or _ARCH_NAMES.get(machine, machine)
    return (
        goos if goos in KNOWN_OS else "linux",
        goarch if goarch in KNOWN_ARCH else "amd64",
    )

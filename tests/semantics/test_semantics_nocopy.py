"""Types that must not be copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.nocopy import nocopy_reason
from gofixmap.semantics.types import Unknown

Make = Callable[..., Any]

DECLARATIONS = """
import (
	"bytes"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"missing.example/lib"
)

type noCopy struct{}

type held bool

type lock struct{ held bool }

func (l *lock) Lock()   {}
func (l *lock) Unlock() {}

type value struct{ held bool }

func (v value) Lock()   {}
func (v value) Unlock() {}

type half struct{ held bool }

func (h *half) Lock() {}

type arguments struct{ held bool }

func (a *arguments) Lock(n int) {}
func (a *arguments) Unlock()    {}

type embeds struct{ lock }

type embedsPointer struct{ *lock }

type generic[P any] struct{ p P }
"""

FORBIDDEN = [
    ("sync.Mutex", "sync.Mutex"),
    ("sync.RWMutex", "sync.RWMutex"),
    ("sync.Map", "sync.Map"),
    ("sync.WaitGroup", "sync.WaitGroup"),
    ("struct{ once sync.Once }", "sync.Once"),
    ("struct{ in struct{ n atomic.Int64 } }", "atomic.Int64"),
    ("atomic.Value", "atomic.Value"),
    ("atomic.Pointer[int]", "atomic.Pointer"),
    ("[3]sync.Mutex", "sync.Mutex"),
    ("struct{ b strings.Builder }", "strings.Builder"),
    ("struct{ _ noCopy }", "m.noCopy"),
    ("lock", "m.lock"),
    ("struct{ l lock }", "m.lock"),
    ("embeds", "m.embeds"),
    ("generic[sync.Mutex]", "sync.Mutex"),
    ("struct{ x lib.Thing; mu sync.Mutex }", "sync.Mutex"),
]
COPYABLE = [
    "int",
    "*sync.Mutex",
    "[]sync.Mutex",
    "map[string]sync.Mutex",
    "chan sync.Mutex",
    "sync.Locker",
    "struct{ mu *sync.Mutex; l sync.Locker; f func(sync.Mutex) }",
    "[0]sync.Mutex",
    "value",
    "half",
    "arguments",
    "embedsPointer",
    "bytes.Buffer",
    "time.Time",
    "strings.Reader",
    "generic[int]",
]


@pytest.mark.parametrize(("text", "reason"), FORBIDDEN)
def test_forbidden(snippet: Make, text: str, reason: str) -> None:
    made = snippet(f"{DECLARATIONS}\nvar asked {text}\n")
    assert nocopy_reason(made.info.type_of(made.nodes("asked")[-1])) == reason


@pytest.mark.parametrize("text", COPYABLE)
def test_copyable(snippet: Make, text: str) -> None:
    made = snippet(f"{DECLARATIONS}\nvar asked {text}\n")
    assert nocopy_reason(made.info.type_of(made.nodes("asked")[-1])) is None


@pytest.mark.parametrize("text", ["lib.Thing", "struct{ x lib.Thing }", "[2]lib.Thing"])
def test_what_is_not_known_is_said(snippet: Make, text: str) -> None:
    made = snippet(f"{DECLARATIONS}\nvar asked {text}\n")
    assert isinstance(nocopy_reason(made.info.type_of(made.nodes("asked")[-1])), Unknown)


def test_a_type_parameter_may_be_anything(snippet: Make) -> None:
    made = snippet("type box[V any] struct{ v V }\n\nfunc f[V any](b box[V]) { _ = b }")
    assert isinstance(nocopy_reason(made.info.type_of(made.nodes("b")[-1])), Unknown)

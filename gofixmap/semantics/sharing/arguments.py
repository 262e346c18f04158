"""What functions that are known by name do with the functions they are given.

Names are those of `Call.name`: `sort.Slice`, `(*sync.Once).Do`.
"""

from __future__ import annotations

import re

from gofixmap.patterns import pattern

# They run what they are given before they return, in the goroutine that calls them.
_AT_ONCE = pattern(
    r"""
    sort\.(Slice|SliceStable|SliceIsSorted|Search|Find)
    | slices\.(\w*Func|Collect|Sorted|SortedStableFunc|AppendSeq)
    | maps\.(DeleteFunc|EqualFunc|Collect)
    | (strings|bytes)\.(Map|\w*Func)
    | \(\*sync\.Once\)\.Do
    | \(\*sync\.Map\)\.Range
    | path/filepath\.(Walk|WalkDir) | io/fs\.WalkDir
    | go/ast\.Inspect
    | flag\.(Visit|VisitAll) | \(\*flag\.FlagSet\)\.(Visit|VisitAll)
    | expvar\.Do | \(\*expvar\.Map\)\.Do
    | \(\*regexp\.Regexp\)\.ReplaceAll(String)?Func
    | \(\*container/ring\.Ring\)\.Do
    | \(\*log/slog\.Record\)\.Attrs | \(log/slog\.Record\)\.Attrs
    | \(net/http\.Header\)\.\w+
    | \(\*testing\.[TBF]\)\.(Run|Fuzz) | testing\.(AllocsPerRun|Benchmark)
    | testing/synctest\.(Run|Test)
    | \(\*golang\.org/x/sync/singleflight\.Group\)\.Do
    | runtime/pprof\.Do | runtime/trace\.WithRegion
    | \(\*go\.etcd\.io/bbolt\.DB\)\.(Update|View|Batch)
    | github\.com/stretchr/testify/(require|assert)\.(Panics|NotPanics|PanicsWith\w+)
    """,
    re.VERBOSE,
)

# They start what they are given in a goroutine of its own, and return meanwhile.
_CONCURRENT = {
    "(*golang.org/x/sync/errgroup.Group).Go": "errgroup.Go",
    "(*golang.org/x/sync/errgroup.Group).TryGo": "errgroup.Go",
    "(*sync.WaitGroup).Go": "wg.Go",
    "(*github.com/sourcegraph/conc.WaitGroup).Go": "wg.Go",
    "time.AfterFunc": "time.AfterFunc",
    "context.AfterFunc": "context.AfterFunc",
    "(*testing.B).RunParallel": "b.RunParallel",
    "(*net/http.Server).RegisterOnShutdown": "http shutdown",
    "(*golang.org/x/sync/singleflight.Group).DoChan": "singleflight.DoChan",
}

_REGISTERS = pattern(
    r"net/http\.(HandleFunc|Handle) | \(\*net/http\.ServeMux\)\.(HandleFunc|Handle)", re.VERBOSE
)

HANDLER = "net/http.HandlerFunc"


def runs_at_once(name: str) -> bool:
    """Whether the function only calls its function arguments, before it returns."""
    return _AT_ONCE.fullmatch(name) is not None


def concurrently(name: str) -> str:
    """How a function starts its argument in a goroutine (`Start.how`); "" where it does not."""
    return _CONCURRENT.get(name, "")


def registers(name: str) -> bool:
    """Whether the function registers its argument as an HTTP handler, called for each request."""
    return _REGISTERS.fullmatch(name) is not None

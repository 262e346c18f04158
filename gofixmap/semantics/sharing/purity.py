"""Library functions that neither block nor call back nor take a lock, and those that block.

Names are those of `Call.name`. A function that is in no table is not known: its absence says
nothing about it.
"""

from __future__ import annotations

import re

from gofixmap.patterns import pattern

_BUILTINS = frozenset(
    {"append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max"}
    | {"min", "new", "print", "println", "real", "recover"}
)

# Whole packages whose functions and methods compute only, but for those that take functions.
_COMPUTING = pattern(
    r"""
    \(?\*?
    (strings|strconv|bytes|math|math/bits|math/cmplx|math/big|math/rand|math/rand/v2
    |unicode|unicode/utf8|unicode/utf16|path|cmp|slices|maps|hash(/\w+)?|html|mime
    |crypto/(md5|sha1|sha256|sha512|sha3|subtle|hmac)|encoding/(hex|base64|base32|binary)
    |container/(list|ring)|net/netip|net/url|sync/atomic|regexp/syntax|unsafe|text/scanner|unique
    |go/token|internal/bytealg|index/suffixarray)
    \)?\.[\w.()*]+
    """,
    re.VERBOSE,
)

# Of those, what runs functions or iterators it is given, or reads and writes elsewhere.
_CALLING = pattern(
    r"""
    (strings|bytes)\.(Map|\w*Func|\w*Seq) | \(\*(strings|bytes)\.\w+\)\.(ReadFrom|WriteTo)
    | slices\.(\w*Func|Collect|Sorted|SortedStableFunc|AppendSeq)
    | maps\.(\w*Func|Collect|Insert)
    | encoding/\w+\.(NewEncoder|NewDecoder|Read|Write|Dumper)
    | \(\*(strings|bytes)\.Replacer\)\.WriteString
    """,
    re.VERBOSE,
)

_SINGLE = pattern(
    r"""
    errors\.\w+
    | fmt\.(Sprint|Sprintf|Sprintln|Errorf|Append|Appendf|Appendln)
    | sort\.(Strings|Ints|Float64s|Search(Strings|Ints|Float64s)|(Strings|Ints|Float64s)AreSorted)
    | time\.(Now|Since|Until|Unix\w*|Date|Parse\w*|FixedZone|After|NewTimer|NewTicker)
    | \(\*?time\.(Time|Duration|Month|Weekday|Location)\)\.\w+
    | \(\*time\.(Timer|Ticker)\)\.(Stop|Reset)
    | path/filepath\.(Base|Clean|Dir|Ext|FromSlash|IsAbs|IsLocal|Join|Match|Rel|Split(List)?
        |ToSlash|VolumeName)
    | \(\*sync\.WaitGroup\)\.(Add|Done) | \(\*sync\.Cond\)\.(Signal|Broadcast)
    | \(\*sync\.Map\)\.(Load|Store|Delete|LoadOrStore|LoadAndDelete|Swap|CompareAnd\w+|Clear)
    | \(\*sync\.Pool\)\.Put | sync\.NewCond
    | context\.(Background|TODO|WithValue|Cause) | \(context\.Context\)\.(Done|Err|Value|Deadline)
    | \(\*regexp\.Regexp\)\.(Match\w*|Find\w*|ReplaceAll(Literal)?(String)?|String|SubexpNames
        |NumSubexp|Split|Expand\w*)
    | regexp\.(MustCompile|Compile|QuoteMeta|MatchString)
    | reflect\.(TypeOf|ValueOf|DeepEqual|Zero|New|Indirect|Append|AppendSlice|MakeSlice|MakeMap)
    | \(reflect\.(Type|Value)\)\.(Kind|Name
        |String|IsNil|IsValid|IsZero|Len|Type|Elem|PkgPath|NumField|Field|NumMethod|Interface|Int
        |Uint|Float|Bool|Bytes|Cap|Index|MapIndex|MapKeys|CanInterface)
    | os\.(Getenv|LookupEnv|Getpid|Getppid|IsNotExist|IsExist|IsPermission|IsTimeout)
    | net\.(ParseIP|ParseCIDR|ParseMAC|JoinHostPort|SplitHostPort|IPv4|CIDRMask)
    | \(\*?net\.(IP|IPNet|IPMask|HardwareAddr|TCPAddr|UDPAddr|UnixAddr|IPAddr)\)\.\w+
    | \(net\.Addr\)\.(Network|String)
    | \(net/http\.Header\)\.(Add|Clone|Del|Get|Set|Values) | net/http\.StatusText
    | \(hash\.Hash\w*\)\.\w+ | \(error\)\.Error
    | runtime\.(NumCPU|NumGoroutine|GOMAXPROCS|Caller|Callers|KeepAlive|Stack|FuncForPC)
    | \(\*?strings\.Builder\)\.\w+ | \(\*?bytes\.Buffer\)\.\w+
    | \(\*?bufio\.\w+\)\.(Buffered|Size|Available)
    | \(\*testing\.[TBF]\)\.Helper
    """,
    re.VERBOSE,
)

_BLOCKING = pattern(
    r"""
    time\.Sleep | \(\*sync\.(WaitGroup|Cond)\)\.Wait | \(\*.*errgroup\.Group\)\.(Wait|Go)
    | \(?\*?(net|net/http|net/rpc|os/exec|database/sql|io|io/fs|io/ioutil|bufio|os|log|log/slog
        |compress/\w+|archive/\w+|crypto/tls)(\.\w+)?\)?\.\w+
    | fmt\.(Print\w*|Fprint\w*|Scan\w*|Fscan\w*)
    """,
    re.VERBOSE,
)

_LOCKING = pattern(r".*\.(Lock|RLock|Unlock|RUnlock|TryLock|TryRLock)")
_FORMATTING = pattern(r"fmt\..*|errors\.\w+|\(error\)\.Error")


def is_pure(name: str) -> bool:
    """Whether a function or method of the library is known to compute only."""
    if name in _BUILTINS or _SINGLE.fullmatch(name) is not None:
        return True
    return _COMPUTING.fullmatch(name) is not None and _CALLING.fullmatch(name) is None


def is_blocking(name: str) -> bool:
    """Whether it may wait: for time, for others, for input or output."""
    return _BLOCKING.fullmatch(name) is not None


def is_locking(name: str) -> bool:
    return _LOCKING.fullmatch(name) is not None


def formats(name: str) -> bool:
    """Whether it calls the String, Error or Format methods of what it is given."""
    return _FORMATTING.fullmatch(name) is not None

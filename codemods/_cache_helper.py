"""The cache of the standard library alone: a type that is written into the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal

from gofixmap.codemod import newline

if TYPE_CHECKING:
    from gofixmap.codemod import FileInfo, Object

_TEXT = """\
// {cache} is a map of at most size entries, each for at most ttl after it was set. A full one
// makes room by dropping what has expired or, of a few arbitrary entries, the one that expires
// first. Several goroutines may use it at once. A nil one is empty, as a nil map is.
type {cache}[K comparable, V any] struct {{
	mu      {sync}.Mutex
	entries map[K]{entry}[V]
	size    int
	ttl     {time}.Duration
}}

type {entry}[V any] struct {{
	value   V
	expires {time}.Time
}}

func {new}[K comparable, V any](size int, ttl {time}.Duration) *{cache}[K, V] {{
	return &{cache}[K, V]{{entries: make(map[K]{entry}[V]), size: size, ttl: ttl}}
}}

// get returns the value of a key, or the zero value and false where there is none any more.
func (c *{cache}[K, V]) get(key K) (value V, ok bool) {{
	if c == nil {{
		return value, false
	}}
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, ok := c.entries[key]
	if ok && {time}.Now().After(entry.expires) {{
		delete(c.entries, key)
		return value, false
	}}
	return entry.value, ok
}}

// set stores the value of a key, for ttl from now on.
func (c *{cache}[K, V]) set(key K, value V) {{
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; !ok && len(c.entries) >= c.size {{
		c.makeRoom()
	}}
	c.entries[key] = {entry}[V]{{value: value, expires: {time}.Now().Add(c.ttl)}}
}}

// makeRoom looks at a few entries only, so that storing costs the same however large the cache is.
func (c *{cache}[K, V]) makeRoom() {{
	var first K
	var expires {time}.Time
	now, seen := {time}.Now(), 0
	for key, entry := range c.entries {{
		if now.After(entry.expires) {{
			delete(c.entries, key)
		}} else if expires.IsZero() || entry.expires.Before(expires) {{
			first, expires = key, entry.expires
		}}
		if seen++; seen == 16 {{
			break
		}}
	}}
	if len(c.entries) >= c.size {{
		delete(c.entries, first)
	}}
}}
"""

_MORE = {
    "value": """
// value returns the value of a key, or the zero value where there is none any more.
func (c *{cache}[K, V]) value(key K) V {{
	value, _ := c.get(key)
	return value
}}
""",
    "delete": """
func (c *{cache}[K, V]) delete(key K) {{
	if c == nil {{
		return
	}}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, key)
}}
""",
    "len": """
// len counts what has expired too, until it is found to have.
func (c *{cache}[K, V]) len() int {{
	if c == nil {{
		return 0
	}}
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.entries)
}}
""",
    "clear": """
func (c *{cache}[K, V]) clear() {{
	if c == nil {{
		return
	}}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries = make(map[K]{entry}[V])
}}
""",
    "all": """
// all returns a copy of what has not expired.
func (c *{cache}[K, V]) all() map[K]V {{
	if c == nil {{
		return nil
	}}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, now := make(map[K]V, len(c.entries)), {time}.Now()
	for key, entry := range c.entries {{
		if !now.After(entry.expires) {{
			found[key] = entry.value
		}}
	}}
	return found
}}
""",
}
_MARK = "type {cache}[K comparable, V any] struct {{"
_NAMES = {"cache": "boundedCache", "entry": "boundedEntry", "new": "newBoundedCache"}


class Helper:
    """The helper type in one package: what is there already, and what has to be added.

    `names` are those of the type, its entry and its constructor.
    """

    def __init__(self, info: FileInfo) -> None:
        self._info = info
        self.needed: set[str] = set()  # of the methods that not every cache has
        self.names, self._methods = self._find()

    @property
    def is_there(self) -> bool:
        return self._methods is not None

    def _find(self) -> tuple[dict[str, str], frozenset[str] | None]:
        """The names of the package's helper and its methods; free names where it has none."""
        for number in ("", *map(str, range(2, 20))):
            names = {role: f"{name}{number}" for role, name in _NAMES.items()}
            found = self._scope(names["cache"])
            if found is not None and found.kind == "type":
                methods = self._methods_of(names)
                if methods is not None:
                    return names, methods
            if not any(self._scope(name) is not None for name in names.values()):
                return names, None
        raise Refusal("no-name", self._info, None, _NAMES["cache"])

    def _scope(self, name: str) -> Object | None:
        return self._info.scope.lookup(name, tests=True, prefer=self._info.path)

    def _methods_of(self, names: dict[str, str]) -> frozenset[str] | None:
        """The methods of a type of that name that this codemod has written; None of any other."""
        mark = _MARK.format(**names).encode()
        for path in self._info.package.files:
            file = self._info.semantics.workspace.file(path)
            if file is None or mark not in file.data or file.build_constraint:
                continue
            own = [d.method for d in file.declarations if d.method is not None]
            methods = frozenset(m[1] for m in own if m[0] == names["cache"])
            return methods if {"get", "set", "makeRoom"} <= methods else None
        return None

    def missing(self) -> list[str]:
        return sorted(self.needed - (self._methods or frozenset()))

    def text(self, sync: str, time: str) -> str:
        """What the end of a file gets, with its line ends; "" where all of it is there."""
        words = {**self.names, "sync": sync, "time": time}
        text = "" if self.is_there else "\n" + _TEXT.format(**words)
        text += "".join(_MORE[name].format(**words) for name in self.missing())
        return text.replace("\n", newline(self._info.file.data))

"""Go code that nests, chains or repeats as nobody writes it: each form, `depth` deep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Around the code: what the codemods look for, so that they look at it as well.
HEAD = """package deep

import (
	"bytes"
	"net/http"
	"os"
	"sync"
)

type T struct {
	X    int
	Next *T
	Sub  map[string]T
}

func (t T) Set(x int) T {
	t.X = x
	return t
}

var (
	mu    sync.Mutex
	cache = map[string]T{}
)

func shared(k string, names []string) (n int) {
	go func() { n++ }()
	for _, name := range names {
		var buf bytes.Buffer
		buf.WriteString(name)
		file, _ := os.Open(name)
		defer file.Close()
		res, _ := http.Get(name)
		_ = res
		go func() { cache[name] = T{} }()
	}
	cache[k].X = n
	return n
}

"""


@dataclass(frozen=True, slots=True)
class Form:
    """`before` and `after` stand `depth` times around `middle`, all of that at `place`."""

    place: str  # where {} stands
    before: str
    middle: str = ""
    after: str = ""

    def text(self, depth: int) -> bytes:
        deep = self.before * depth + self.middle + self.after * depth
        return (HEAD + self.place.replace("{}", deep, 1)).encode()


_PARAMETERS = "m map[string]T, k string, x int, t *T, f func() T, wg *sync.WaitGroup"
_STATEMENT = (
    f"func deep({_PARAMETERS}) {{\n\tm[k].X = x\n\tgo shared(k, nil)\n{{}}\n\tm[k].X++\n}}\n"
)
_VALUE = f"func deep({_PARAMETERS}) {{\n\tm[k].X = {{}}\n\tm[k].X++\n}}\n"
_VARIABLE = "var deep = {}\n"
_TYPE = "type deep {}\n\nfunc (d deep) Set(x deep) { d = x }\n"
_PACKAGE = "{}\n"

FORMS: Mapping[str, Form] = {
    "parentheses": Form(_VALUE, "(", "1", ")"),
    "parentheses of the map": Form(
        "func deep(m map[string]T) {\n\t{}.X = 1\n}\n", "(", 'm["k"]', ")"
    ),
    "parentheses left open": Form(_VALUE, "("),
    "parentheses only closed": Form(_VALUE, "", "1", ")"),
    "brackets left open": Form(_STATEMENT, "["),
    "blocks": Form(_STATEMENT, "{", "", "}"),
    "blocks left open": Form(_STATEMENT, "{"),
    "blocks only closed": Form(_STATEMENT, "", "", "}"),
    "minus": Form(_VALUE, "- ", "x"),
    "not": Form(_VARIABLE, "!", "true"),
    "address": Form(_VARIABLE, "& ", "cache"),
    "receive": Form(_VALUE, "<-", "make(chan int)"),
    "dereference": Form(_VALUE, "*", "t"),
    "pointer types": Form(_TYPE, "*", "T"),
    "slice types": Form(_TYPE, "[]", "T"),
    "array types": Form(_TYPE, "[2]", "T"),
    "map types": Form(_TYPE, "map[string]", "T"),
    "channel types": Form(_TYPE, "chan ", "T"),
    "function types": Form(_TYPE, "func() ", "T"),
    "struct types": Form(_TYPE, "struct{ x ", "T", " }"),
    "type arguments": Form(_TYPE, "T[", "T", "]"),
    "literals": Form(_VARIABLE, "T{", "", "}"),
    "function literals": Form(_STATEMENT, "func() { ", "m[k].X = 2", " }()"),
    "goroutines": Form(_STATEMENT, "go func() {\ncache[k].X++\n", "", "}()\n"),
    "calls": Form(_VALUE, "int(", "1", ")"),
    "sum": Form(_VALUE, "x + ", "x"),
    "texts": Form(_VARIABLE, '"a" +\n\t', '"b"'),
    "conjunction": Form(_VARIABLE, "true && ", "false"),
    "comparison": Form(_VARIABLE, "1 == ", "1"),
    "selectors": Form(_VALUE, "", "t", ".Next"),
    "indices": Form(_VARIABLE, "", "cache", '["k"]'),
    "fields of elements": Form(_STATEMENT, "", "\tm[k]", '.Sub["k"]'),
    "method calls": Form(_STATEMENT, "", "\tf()", ".Set(1)"),
    "else if": Form(_STATEMENT, "if x == 1 {\n\tm[k].X = 2\n} else ", "{\n}"),
    "ifs": Form(_STATEMENT, "if x == 1 {\n", "m[k].X = 2\n", "}\n"),
    "loops": Form(_STATEMENT, "for {\n", "m[k].X = 2\n", "}\n"),
    "switches": Form(_STATEMENT, "switch {\ncase true:\n", "m[k].X = 2\n", "}\n"),
    "selects": Form(_STATEMENT, "select {\ndefault:\n", "m[k].X = 2\n", "}\n"),
    "labels": Form(_STATEMENT, "l:\n", "for {\n}"),
    "statements": Form(_STATEMENT, "m[k].X = 2\n"),
    "sections": Form(_STATEMENT, "mu.Lock()\nm[k].X = 2\nmu.Unlock()\n"),
    "defers": Form(_STATEMENT, "defer mu.Unlock()\n"),
    "jumps": Form(_STATEMENT, "if x == 1 {\n\tgoto l\n}\n", "l:"),
    "cases": Form(_STATEMENT, "", "switch x {", "\ncase 1:\n\tm[k].X = 2"),
    "parameters": Form("func deep({}) {}\n", "a, ", "b int"),
    "declarations": Form(_PACKAGE, "var _ = cache\n"),
    "functions": Form(_PACKAGE, "func _() { cache[``].X = 2 }\n"),
    "imports": Form(_PACKAGE, 'import _ "os"\n'),
    "comments": Form(_STATEMENT, "// a\n"),
    "comment openings": Form(_STATEMENT, "/*"),
    "quotes": Form(_STATEMENT, '"'),
    "backquotes": Form(_STATEMENT, "`a"),
    "suppressions": Form(_STATEMENT, "//gofixmap:ignore map-writeback x\n"),
    "package clauses": Form(_PACKAGE, "package a\n"),
    "a long line": Form(_STATEMENT, "m[k].X = 2; "),
    "a long name": Form("func deep(m map[string]T) {\n\tm[{}].X = 1\n}\n", "a"),
    "a long text": Form(_VALUE, "", "len(`", "a"),
    "spaces": Form(_STATEMENT, " "),
    "semicolons": Form(_STATEMENT, ";"),
    "commas": Form(_VALUE, ","),
}

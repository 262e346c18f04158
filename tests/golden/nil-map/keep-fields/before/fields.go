package fields

import "maps"

type Lazy struct{ m map[string]int }

func (l *Lazy) Add(word string) {
	if l.m == nil {
		l.m = make(map[string]int)
	}
	l.m[word]++
}

func (l *Lazy) Other(word string) { l.m[word]++ }

type Made struct{ m map[string]int }

func NewMade() *Made { return &Made{m: map[string]int{}} }

func (m *Made) Add(word string) { m.m[word]++ }

type Unkeyed struct{ m map[string]int }

func NewUnkeyed() Unkeyed { return Unkeyed{make(map[string]int)} }

func (u *Unkeyed) Add(word string) { u.m[word]++ }

type Cloned struct{ m map[string]int }

func NewCloned(m map[string]int) *Cloned {
	c := new(Cloned)
	c.m = maps.Clone(m)
	return c
}

func (c *Cloned) Add(word string) { c.m[word]++ }

type Addressed struct{ m map[string]int }

func (a *Addressed) init(fill func(*map[string]int)) { fill(&a.m) }

func (a *Addressed) Add(word string) { a.m[word]++ }

type Asked struct{ m map[string]int }

func (a *Asked) Add(word string) {
	if a.m != nil {
		a.m[word]++
	}
}

// Tagged is decoded somewhere.
type Tagged struct {
	m map[string]int `yaml:"m"`
}

func (t *Tagged) Add(word string) { t.m[word]++ }

// Public is filled by other modules.
type Public struct{ M map[string]int }

func (p *Public) Add(word string) { p.M[word]++ }

type Read struct{ m map[string]int }

func (r *Read) Len() int {
	delete(r.m, "a")
	clear(r.m)
	for range r.m {
		return r.m["a"]
	}
	return len(r.m)
}

var Exported map[string]int

func Add(word string) { Exported[word]++ }

var atStart map[string]int

func init() { atStart = make(map[string]int) }

func AddToo(word string) { atStart[word]++ }

type converted struct{ m map[string]int }

type origin struct{ m map[string]int }

func convert() converted { return converted(origin{m: map[string]int{}}) }

func (c *converted) Add(word string) { c.m[word]++ }

type Lists struct{ g map[string][]string }

func NewLists() *Lists { return &Lists{g: make(map[string][]string)} }

func (l *Lists) Add(word string) { l.g[word] = append(l.g[word], word) }

type state struct{ open map[string]bool }

type Lexer struct{ state }

func NewLexer() *Lexer { return &Lexer{open: make(map[string]bool)} }

func (l *Lexer) Open(word string) { l.open[word] = true }

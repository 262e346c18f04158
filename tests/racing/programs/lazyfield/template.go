package lazyfield

import "strings"

// Template is parsed when it is first used.
type Template struct {
	source string
	parts  []string
}

func New(source string) *Template { return &Template{source: source} }

func (t *Template) Parts() int {
	if t.parts == nil {
		t.parts = strings.Split(t.source, ",")
	}
	return len(t.parts)
}

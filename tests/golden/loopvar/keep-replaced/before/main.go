package main

import (
	"fmt"
	"net/http"
)

var lookup = func() int { return 0 }

type parser struct {
	current *int
	hooks   map[string]func() int
}

func newParser() *parser { return &parser{hooks: map[string]func() int{}} }

func (p *parser) parse() int { return *p.current }

func main() {
	p := newParser()
	var each func() int
	for _, x := range []int{1, 2, 3} {
		lookup = func() int { return x }
		each = func() int { return x }
		p.current = &x
		fmt.Print(lookup()+each()-p.parse(), " ")
		p.current = nil

		q := newParser()
		q.current = &x
		q.hooks["x"] = func() int { return x }
		_ = q.parse()

		mux := http.NewServeMux()
		mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) { fmt.Print(x) })
		func() {
			defer func() { _ = x }()
		}()
	}
	fmt.Println()
}

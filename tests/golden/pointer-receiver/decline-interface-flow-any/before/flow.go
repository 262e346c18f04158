package flow

import "fmt"

type a struct{ n int }
type b struct{ n int }
type c struct{ n int }
type d struct{ n int }
type e struct{ n int }
type f struct{ n int }
type g struct{ n int }
type h struct{ n int }

func (r a) set() { r.n = 1 }
func (r b) set() { r.n = 1 }
func (r c) set() { r.n = 1 }
func (r d) set() { r.n = 1 }
func (r e) set() { r.n = 1 }
func (r f) set() { r.n = 1 }
func (r g) set() { r.n = 1 }
func (r h) set() { r.n = 1 }

type embeds struct{ g }

var fromVar any = a{}

func use(ch chan any) any {
	fmt.Println(b{})
	_ = []any{c{}}
	ch <- d{}
	_ = map[string]any{"e": e{}}
	_ = any(g{})
	var x any
	x = embeds{}
	x = h{}
	_ = x
	return f{}
}

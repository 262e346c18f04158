package main

import "fmt"

type rec struct{ n int }

func (r *rec) show() { fmt.Printf("%#v\n", *r) }

func (r *rec) box() any { return *r }

func (r *rec) list() []any { return []any{*r} }

func main() {
	r := rec{1}
	r.show()
	fmt.Printf("%T\n", r.box())
	fmt.Println(len(r.list()))
}

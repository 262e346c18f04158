package a

import "example.com/missing/lib"

type rec struct{ n int }

func (r rec) set(n int) { r.n = n }

func use() {
	lib.Get().set(1)
}

package main

import (
	"fmt"
	"sync/atomic"
)

type meter struct {
	name string
	n    int64
}

func (m *meter) add(d int64) { atomic.AddInt64(&m.n, d) }

func (m *meter) count() int64 { return atomic.LoadInt64(&m.n) }

func main() {
	m := &meter{name: "bytes"}
	m.add(2)
	fmt.Println(m.name, m.count())
}

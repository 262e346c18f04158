package golden

import "math/big"

type T struct {
	n    int
	arr  [4]int
	next *T
}

var all []*T

func (t *T) Register()    { all = append(all, t) }
func (t *T) Self() *T     { t.n++; return t }
func (t *T) Slice() []int { return t.arr[:] }
func (t *T) Start()       { go func() { t.n++ }() }
func (t *T) Indirect()    { t.Register() }

func f(m map[string]T, b map[string]big.Int, x *big.Int) {
	m["a"].Register()
	_ = m["a"].Self()
	_ = m["a"].Slice()
	m["a"].Start()
	m["a"].Indirect()
	b["a"].Add(x, x)
}

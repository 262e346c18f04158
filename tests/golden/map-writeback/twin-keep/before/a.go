package golden

type E struct{ n int }

type T struct {
	*E
	N     int
	list  []int
	In    struct{ X int }
	Inner E
}

func (t T) use()  {}
func (t *T) set() { t.N = 1 }

func sink(T) {}

func returned(m map[string]T, k string) T {
	v := m[k]
	v.N = 1
	return v // keep: a modified copy
}

func passed(m map[string]T, k string) {
	v := m[k]
	v.N = 1
	sink(v)
}

func method(m map[string]T, k string) {
	v := m[k]
	v.N = 1
	v.use()
}

func read(m map[string]T, k string) int {
	v := m[k]
	v.N *= 2
	return v.N
}

func stored(m, other map[string]T, k string) {
	v := m[k]
	v.N = 1
	other[k] = v
}

func promoted(m map[string]T, k string) {
	v := m[k]
	v.n = 1 // keep: through the embedded pointer, so it is not lost
	v.list[0] = 1
}

func closureBefore(m map[string]T, k string) {
	v := m[k]
	show := func() { println(v.N) } // keep: captured before the write
	v.N = 1
	show()
}

func pointer(m map[string]*T, k string) {
	v := m[k]
	v.N = 1
}

func address(m map[string]T, k string) *T {
	v := m[k]
	p := &v
	v.N = 1
	return p
}

func pointerMethod(m map[string]T, k string) {
	v := m[k]
	v.set()
	v.use()
}

func loopCarried(xs []T) int {
	sum := 0
	var v T
	for range xs {
		sum += v.N
		v.N++ // keep: the next iteration reads it
	}
	return sum
}

func rangeUsed(xs []T) (out []T) {
	for _, v := range xs {
		v.N = 1
		out = append(out, v)
	}
	return out
}

func rangeRead(xs map[string]T) {
	for _, v := range xs {
		v.In.X++
		println(v.In.X)
	}
}

func rangePointers(xs []*T) {
	for _, v := range xs {
		v.N = 1
	}
}

func deferred(m map[string]T, k string) {
	v := m[k]
	defer func() { sink(v) }()
	v.N = 1
}

func writtenBack(m map[string]T, k string) {
	v := m[k]
	v.N = 1
	m[k] = v
}

func fresh() {
	v := T{}
	v.N = 1 // keep: not a copy out of a map
}

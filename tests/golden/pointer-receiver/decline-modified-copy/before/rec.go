package rec

type rec struct{ n int }

func (r rec) with(n int) rec { r.n = n; return r }

func (r rec) normal() int {
	if r.n == 0 {
		r.n = 8
	}
	return r.n * 2
}

func (r rec) walk() (k int) {
	for r.n > 0 {
		r.n--
		k++
	}
	return k
}

type word uint

func (w word) ones() (k int) {
	for ; w != 0; w >>= 1 {
		k += int(w & 1)
	}
	return k
}

package ringbuffer

// Ring keeps the last values.
type Ring struct {
	buf  []int
	next int
	full bool
}

func New(n int) *Ring { return &Ring{buf: make([]int, n)} }

func (r *Ring) Push(v int) {
	r.buf[r.next] = v
	r.next = (r.next + 1) % len(r.buf)
	if r.next == 0 {
		r.full = true
	}
}

func (r *Ring) Len() int {
	if r.full {
		return len(r.buf)
	}
	return r.next
}

func (r *Ring) Sum() int {
	sum := 0
	for _, v := range r.buf {
		sum += v
	}
	return sum
}

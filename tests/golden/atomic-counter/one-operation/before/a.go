package ids

var seq uint32

// IDs hands out numbers, each once.
type IDs struct{ last int }

func (d *IDs) Next() int {
	d.last++
	return d.last
}

func (d *IDs) Taken() int {
	id := d.last
	d.last++
	return id
}

func (d *IDs) Index(names []string) string {
	d.last += 2
	if d.last >= len(names) {
		return ""
	}
	return names[d.last]
}

func (d *IDs) Done() bool {
	d.last--
	return d.last == 0
}

func (d *IDs) Drain() int {
	old := d.last
	d.last = 0
	return old
}

func (d *IDs) Put(slots []int, v int) {
	slots[d.last] = v
	d.last++
}

func limited(max uint32) (uint32, bool) {
	if seq++; seq > max {
		return 0, false
	}
	return max, true
}

func backoff() bool {
	seq++
	for n := seq; n > 1; n /= 2 {
		if n%2 != 0 {
			return false
		}
	}
	println(seq)
	return true
}

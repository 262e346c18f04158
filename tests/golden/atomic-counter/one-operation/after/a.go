package ids

import "sync/atomic"

var seq atomic.Uint32

// IDs hands out numbers, each once.
type IDs struct{ last atomic.Int64 }

func (d *IDs) Next() int {
	return int(d.last.Add(1))
}

func (d *IDs) Taken() int {
	id := int(d.last.Add(1) - 1)
	return id
}

func (d *IDs) Index(names []string) string {
	last := int(d.last.Add(2))
	if last >= len(names) {
		return ""
	}
	return names[last]
}

func (d *IDs) Done() bool {
	return d.last.Add(-1) == 0
}

func (d *IDs) Drain() int {
	old := int(d.last.Swap(0))
	return old
}

func (d *IDs) Put(slots []int, v int) {
	slots[d.last.Add(1)-1] = v
}

func limited(max uint32) (uint32, bool) {
	if seq.Add(1) > max {
		return 0, false
	}
	return max, true
}

func backoff() bool {
	newSeq := seq.Add(1)
	for n := newSeq; n > 1; n /= 2 {
		if n%2 != 0 {
			return false
		}
	}
	println(newSeq)
	return true
}

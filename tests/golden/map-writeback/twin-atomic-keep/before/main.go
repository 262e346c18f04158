package golden

import "sync/atomic"

type entry struct {
	last  uint64
	hits  *uint64
	block []byte
}

var now uint64

func take(entry) {}

func pointer(m map[string]*entry, k string) {
	e := m[k]
	atomic.StoreUint64(&e.last, now)
}

func behindPointer(m map[string]entry, k string) {
	e := m[k]
	atomic.StoreUint64(e.hits, now)
	atomic.AddUint64(&*e.hits, 1)
}

func readAfter(m map[string]entry, k string) uint64 {
	e := m[k]
	atomic.StoreUint64(&e.last, now)
	return atomic.LoadUint64(&e.last)
}

func result(m map[string]entry, k string) uint64 {
	e := m[k]
	return atomic.AddUint64(&e.last, 1)
}

func handedOn(m map[string]entry, k string) {
	e := m[k]
	atomic.StoreUint64(&e.last, now)
	take(e)
}

func storedBack(m map[string]entry, k string) {
	e := m[k]
	atomic.StoreUint64(&e.last, now)
	m[k] = e
}

func captured(m map[string]entry, k string) func() uint64 {
	e := m[k]
	f := func() uint64 { return e.last }
	atomic.StoreUint64(&e.last, now)
	return f
}

func kept(m map[string]entry, k string) *uint64 {
	e := m[k]
	atomic.StoreUint64(&e.last, now)
	return &e.last
}

func inElement(all []entry) {
	for i := range all {
		atomic.StoreUint64(&all[i].last, now)
	}
}

func loaded(m map[string]entry) (sum uint64) {
	for _, e := range m {
		sum += atomic.LoadUint64(&e.last)
	}
	return sum
}

package function

import "sync"

type Map[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]V
}

func (m *Map[K, V]) Store(key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.m == nil {
		m.m = make(map[K]V)
	}
	m.m[key] = value
}

// WithLock calls f with the map.
func (m *Map[K, V]) WithLock(f func(map[K]V)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.m == nil {
		m.m = make(map[K]V)
	}
	f(m.m)
}

type Message struct {
	Sums map[int]int `json:"sums"`
}

func merge(messages chan *Message) *Message {
	all := <-messages
	for more := range messages {
		for key, sum := range more.Sums {
			if all.Sums == nil {
				all.Sums = make(map[int]int)
			}
			all.Sums[key] = sum
		}
	}
	return all
}

type Descriptor struct {
	Size   int
	Labels map[int][]string
}

func New(size int, labels []string) *Descriptor {
	d := &Descriptor{
		Size:   size, // in bytes
		Labels: make(map[int][]string),
	}
	if len(labels) > 0 {
		d.Labels = map[int][]string{size: labels}
	}
	return d
}

func (d *Descriptor) Merge(size int, labels []string) {
	d.Size += size
	d.Labels[size] = labels
}

func pick(kind string, names []string) map[string]int {
	var m map[string]int
	switch kind {
	case "all":
		m = make(map[string]int)
	}
	for _, name := range names {
		if m == nil {
			m = make(map[string]int)
		}
		m[name]++
	}
	return m
}

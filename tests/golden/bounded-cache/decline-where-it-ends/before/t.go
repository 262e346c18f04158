package t

import "sync"

type two struct {
	mu   sync.Mutex
	seen map[string]int
}

func (t *two) Put(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen[key] = 1
}

func (t *two) Close(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	println(key)
}

func (t *two) Remove(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	println(key)
}

type other struct {
	mu, stop sync.Mutex
	seen     map[string]int
}

func (o *other) Put(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seen[key] = 1
}

func (o *other) Close(key string) {
	o.stop.Lock()
	defer o.stop.Unlock()
	println(key)
}

type keyless struct {
	mu   sync.Mutex
	seen map[string]int
}

func (k *keyless) Put(key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.seen[key] = 1
}

func (k *keyless) Close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	println()
}

type returns struct {
	mu   sync.Mutex
	seen map[string]int
}

func (r *returns) Put(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[key] = 1
}

func (r *returns) Close(key string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[key]
}

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

type another struct {
	mu   sync.Mutex
	seen map[string]int
}

func (a *another) RegisterClient(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.seen[key] == 0 {
		a.seen[key] = 1
	}
}

func (a *another) RemoveForwarder(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	println(key)
}

type counting struct {
	mu   sync.Mutex
	ever map[string]bool
}

func (c *counting) Put(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ever[key] = true
}

func (c *counting) Close(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	println(key)
}

func (c *counting) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.ever)
}

type task struct{ running bool }

func (t *task) stop() { t.running = false }

type pausing struct {
	mu    sync.Mutex
	tasks map[string]*task
}

func (p *pausing) Put(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tasks[key] = &task{}
}

func (p *pausing) Stop(key string) {
	p.mu.Lock()
	found := p.tasks[key]
	p.mu.Unlock()
	if found.running {
		found.stop()
	}
}

type open struct {
	mu    sync.Mutex
	tasks map[string]*task
}

func (o *open) Put(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tasks[key] = &task{}
}

func (o *open) Stop(key string) {
	found := o.tasks[key]
	found.stop()
}

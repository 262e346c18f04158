package golden

import "sync"

type Broker struct {
	mu    sync.Mutex
	rates map[int]string
	name  string
}

func (b *Broker) Open() {
	b.mu.Lock()
	go func() {
		defer func() {
			b.mu.Unlock()
			b.Ready()
		}()
		b.name = "open"
		if b.name != "" {
			b.register()
		}
	}()
}

func (b *Broker) register() {
	b.rates = map[int]string{}
}

func (b *Broker) Ready() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rates[0] != ""
}

func (b *Broker) Set(key int, rate string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rates[key] = rate
}

func (b *Broker) Drop(key int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.rates, key)
}

package halfguarded

import "sync"

// Inventory is what a warehouse has.
type Inventory struct {
	name string

	mu    sync.RWMutex
	stock map[string]int
}

func New(name string) *Inventory {
	return &Inventory{name: name, stock: map[string]int{}}
}

func (in *Inventory) Put(item string, n int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.stock[item] += n
}

func (in *Inventory) Take(item string, n int) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.stock[item] < n {
		return false
	}
	in.stock[item] -= n
	return true
}

// Stock tells how many of the item there are.
func (in *Inventory) Stock(item string) int {
	return in.stock[item]
}

func (in *Inventory) Name() string { return in.name }

package golden

import (
	"sync"
	"sync/atomic"
)

type Push struct {
	mu       sync.Mutex
	done     atomic.Bool
	accounts map[string][]string
}

// Set sets up what the readers need, before the push begins.
func (p *Push) Set(names []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done.Load() {
		return
	}
	p.setAccounts(names)
	p.done.Store(true)
}

func (p *Push) setAccounts(names []string) {
	p.accounts = make(map[string][]string, len(names))
	for _, name := range names {
		p.add(name)
	}
}

func (p *Push) add(name string) {
	p.accounts[name] = append(p.accounts[name], name)
}

func (p *Push) Accounts(name string) []string {
	return p.accounts[name]
}

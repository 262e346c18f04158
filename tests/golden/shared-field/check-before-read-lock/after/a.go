package golden

import "sync"

type Rule struct{ domain string }

type Backend struct {
	mu    sync.RWMutex
	rules []*Rule
	pool  *Rule
	hooks []*Rule
}

func (b *Backend) Match(domain string) *Rule {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.rules == nil {
		return nil
	}
	for _, r := range b.rules {
		if r.domain == domain {
			return r
		}
	}
	return nil
}

func (b *Backend) First() *Rule {
	b.mu.RLock()
	if len(b.rules) == 0 {
		b.mu.RUnlock()
		return nil
	}
	rule := b.rules[0]
	b.mu.RUnlock()
	return rule
}

func (b *Backend) Add(r *Rule) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rules = append(b.rules, r)
}

func (b *Backend) Hook(r *Rule) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hooks = append(b.hooks, r)
}

func (b *Backend) Unhook() {
	b.mu.Lock()
	b.hooks = nil
	b.mu.Unlock()
}

func (b *Backend) All() []*Rule {
	b.mu.RLock()
	all := make([]*Rule, 0, 1+len(b.hooks))
	if b.pool != nil {
		all = append(all, b.pool)
	}
	for _, h := range b.hooks {
		if h != nil {
			all = append(all, h)
		}
	}
	b.mu.RUnlock()
	return all
}

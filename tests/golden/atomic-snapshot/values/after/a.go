package watcher

import (
	"net/netip"
	"sync/atomic"
)

type Watcher struct {
	cache atomic.Pointer[map[string]int]
	hook  atomic.Pointer[func(int)]
	addr  atomic.Pointer[netip.Addr]
	err   atomic.Pointer[error]
	mode  atomic.Pointer[string]
}

func New() *Watcher {
	watcher := &Watcher{}
	mode := "debug"
	watcher.mode.Store(&mode)
	watcher.err.Store(new(error))
	watcher.addr.Store(new(netip.Addr))
	watcher.hook.Store(new(func(int)))
	watcher.cache.Store(&map[string]int{})
	return watcher
}

func zero() *Watcher {
	w := new(Watcher)
	w.mode.Store(new(string))
	w.err.Store(new(error))
	w.addr.Store(new(netip.Addr))
	w.hook.Store(new(func(int)))
	w.cache.Store(new(map[string]int))
	return w
}

func (w *Watcher) Refresh(names []string) {
	next := make(map[string]int, len(names))
	for i, name := range names {
		next[name] = i
	}
	w.cache.Store(&next)
}

func (w *Watcher) Get(name string) (int, bool) {
	n, ok := (*w.cache.Load())[name]
	return n, ok
}

func (w *Watcher) Sum() (n int) {
	cache := *w.cache.Load()
	if len(cache) == 0 {
		return 0
	}
	for _, v := range cache {
		n += v
	}
	return n
}

func (w *Watcher) OnChange(f func(int)) {
	w.hook.Store(&f)
}

func (w *Watcher) Fire(n int) {
	hook := *w.hook.Load()
	if hook != nil {
		hook(n)
	}
}

func (w *Watcher) SetAddr(a netip.Addr) {
	addr := a.Unmap()
	w.addr.Store(&addr)
}

func (w *Watcher) Addr() string {
	addr := *w.addr.Load()
	if !addr.IsValid() {
		return ""
	}
	return addr.String()
}

func (w *Watcher) IsLoopback() bool { return w.addr.Load().IsLoopback() }

func (w *Watcher) Fail(err error) {
	w.err.Store(&err)
	mode := "failed"
	w.mode.Store(&mode)
}

func (w *Watcher) Reset() {
	w.err.Store(new(error))
	mode := ""
	w.mode.Store(&mode)
	w.hook.Store(new(func(int)))
}

func (w *Watcher) State() (string, error) { return *w.mode.Load(), *w.err.Load() }

package watcher

import (
	"net/netip"
	"sync/atomic"
)

type watcher struct {
	cache atomic.Pointer[map[string]int]
	hook  atomic.Pointer[func(int)]
	addr  atomic.Pointer[netip.Addr]
	err   atomic.Pointer[error]
	mode  atomic.Pointer[string]
}

func New() *watcher {
	watcherEntry := &watcher{}
	mode := "debug"
	watcherEntry.mode.Store(&mode)
	watcherEntry.err.Store(new(error))
	watcherEntry.addr.Store(new(netip.Addr))
	watcherEntry.hook.Store(new(func(int)))
	watcherEntry.cache.Store(&map[string]int{})
	return watcherEntry
}

func zero() *watcher {
	w := new(watcher)
	w.mode.Store(new(string))
	w.err.Store(new(error))
	w.addr.Store(new(netip.Addr))
	w.hook.Store(new(func(int)))
	w.cache.Store(new(map[string]int))
	return w
}

func (w *watcher) Refresh(names []string) {
	next := make(map[string]int, len(names))
	for i, name := range names {
		next[name] = i
	}
	w.cache.Store(&next)
}

func (w *watcher) Get(name string) (int, bool) {
	n, ok := (*w.cache.Load())[name]
	return n, ok
}

func (w *watcher) Sum() (n int) {
	cache := *w.cache.Load()
	if len(cache) == 0 {
		return 0
	}
	for _, v := range cache {
		n += v
	}
	return n
}

func (w *watcher) OnChange(f func(int)) { w.hook.Store(&f) }

func (w *watcher) Fire(n int) {
	hook := *w.hook.Load()
	if hook != nil {
		hook(n)
	}
}

func (w *watcher) SetAddr(a netip.Addr) {
	addr := a.Unmap()
	w.addr.Store(&addr)
}

func (w *watcher) Addr() string {
	addr := *w.addr.Load()
	if !addr.IsValid() {
		return ""
	}
	return addr.String()
}

func (w *watcher) IsLoopback() bool { return w.addr.Load().IsLoopback() }

func (w *watcher) Fail(err error) {
	w.err.Store(&err)
	mode := "failed"
	w.mode.Store(&mode)
}

func (w *watcher) Reset() {
	w.err.Store(new(error))
	mode := ""
	w.mode.Store(&mode)
	w.hook.Store(new(func(int)))
}

func (w *watcher) State() (string, error) { return *w.mode.Load(), *w.err.Load() }

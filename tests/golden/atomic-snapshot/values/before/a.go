package watcher

import "net/netip"

type watcher struct {
	cache map[string]int
	hook  func(int)
	addr  netip.Addr
	err   error
	mode  string
}

func New() *watcher {
	return &watcher{
		cache: map[string]int{},
		mode:  "debug",
	}
}

func zero() *watcher {
	w := new(watcher)
	return w
}

func (w *watcher) Refresh(names []string) {
	next := make(map[string]int, len(names))
	for i, name := range names {
		next[name] = i
	}
	w.cache = next
}

func (w *watcher) Get(name string) (int, bool) {
	n, ok := w.cache[name]
	return n, ok
}

func (w *watcher) Sum() (n int) {
	if len(w.cache) == 0 {
		return 0
	}
	for _, v := range w.cache {
		n += v
	}
	return n
}

func (w *watcher) OnChange(f func(int)) { w.hook = f }

func (w *watcher) Fire(n int) {
	if w.hook != nil {
		w.hook(n)
	}
}

func (w *watcher) SetAddr(a netip.Addr) {
	w.addr = a.Unmap()
}

func (w *watcher) Addr() string {
	if !w.addr.IsValid() {
		return ""
	}
	return w.addr.String()
}

func (w *watcher) IsLoopback() bool { return w.addr.IsLoopback() }

func (w *watcher) Fail(err error) {
	w.err = err
	w.mode = "failed"
}

func (w *watcher) Reset() {
	w.err = nil
	w.mode = ""
	w.hook = nil
}

func (w *watcher) State() (string, error) { return w.mode, w.err }

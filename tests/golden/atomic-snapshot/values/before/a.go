package watcher

import "net/netip"

type Watcher struct {
	cache map[string]int
	hook  func(int)
	addr  netip.Addr
	err   error
	mode  string
}

func New() *Watcher {
	return &Watcher{
		cache: map[string]int{},
		mode:  "debug",
	}
}

func zero() *Watcher {
	w := new(Watcher)
	return w
}

func (w *Watcher) Refresh(names []string) {
	next := make(map[string]int, len(names))
	for i, name := range names {
		next[name] = i
	}
	w.cache = next
}

func (w *Watcher) Get(name string) (int, bool) {
	n, ok := w.cache[name]
	return n, ok
}

func (w *Watcher) Sum() (n int) {
	if len(w.cache) == 0 {
		return 0
	}
	for _, v := range w.cache {
		n += v
	}
	return n
}

func (w *Watcher) OnChange(f func(int)) { w.hook = f }

func (w *Watcher) Fire(n int) {
	if w.hook != nil {
		w.hook(n)
	}
}

func (w *Watcher) SetAddr(a netip.Addr) {
	w.addr = a.Unmap()
}

func (w *Watcher) Addr() string {
	if !w.addr.IsValid() {
		return ""
	}
	return w.addr.String()
}

func (w *Watcher) IsLoopback() bool { return w.addr.IsLoopback() }

func (w *Watcher) Fail(err error) {
	w.err = err
	w.mode = "failed"
}

func (w *Watcher) Reset() {
	w.err = nil
	w.mode = ""
	w.hook = nil
}

func (w *Watcher) State() (string, error) { return w.mode, w.err }

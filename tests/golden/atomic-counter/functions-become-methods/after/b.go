package methods

func (t *T) use(d int64) (int64, bool) {
	t.n.Add(d)
	t.n.Store(3)
	old := t.n.Swap(t.n.Load() + 1)
	ok := t.n.CompareAndSwap(old, d)
	t.flag.Store(1)
	return old + t.n.Load(), ok
}

package item

type item struct{ n int }

func (i item) set(n int) { i.n = n }

type holder struct {
	one  item
	many [3]item
	ptr  *item
}

func get() []item  { return nil }
func ptr() *holder { return nil }

func use(h holder, p *holder, m map[string]*item, ms map[string][]item) {
	h.one.set(1)
	h.many[1].set(2)
	h.ptr.set(3)
	p.one.set(4)
	get()[0].set(5)
	ptr().many[2].set(6)
	m["a"].set(7)
	ms["a"][0].set(8)
	new(item).set(9)
	(&item{}).set(10)
	func() { h.one.set(11) }()
}

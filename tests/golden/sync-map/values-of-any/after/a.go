package bag

import "sync"

type Bag struct {
	all  sync.Map
	errs sync.Map
}

func (b *Bag) get(k string) (any, error) {
	v, ok := b.all.Load(k)
	if !ok {
		loaded, _ := b.errs.Load(1)
		value, _ := loaded.(error)
		return nil, value
	}
	b.errs.Range(func(anyKey, anyValue any) bool {
		n := anyKey.(int)
		err, _ := anyValue.(error)
		println(n, err)
		return true
	})
	b.all.Range(func(_, v any) bool {
		println(v)
		return true
	})
	return v, nil
}

func (b *Bag) put(k string, v any, err error) {
	b.all.Store(k, v)
	b.all.Store("n", 1)
	b.errs.Store(len(k), err)
	b.errs.Store(0, nil)
}

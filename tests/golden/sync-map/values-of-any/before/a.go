package bag

type Bag struct {
	all  map[string]any
	errs map[int]error
}

func (b *Bag) get(k string) (any, error) {
	v, ok := b.all[k]
	if !ok {
		return nil, b.errs[1]
	}
	for n, err := range b.errs {
		println(n, err)
	}
	for _, v := range b.all {
		println(v)
	}
	return v, nil
}

func (b *Bag) put(k string, v any, err error) {
	b.all[k] = v
	b.all["n"] = 1
	b.errs[len(k)] = err
	b.errs[0] = nil
}

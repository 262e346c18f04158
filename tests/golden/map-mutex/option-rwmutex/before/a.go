package golden

type Box struct {
	m map[string]int
}

func NewBox() *Box { return &Box{m: map[string]int{}} }

func (b *Box) Put(k string, v int) {
	b.m[k] = v
}

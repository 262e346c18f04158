package golden

type Both struct {
	a map[string]int
	b map[string]int
}

func New() *Both { return &Both{a: map[string]int{}, b: map[string]int{}} }

func (x *Both) Put(k string) {
	x.a[k]++
	x.b[k]--
}

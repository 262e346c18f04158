package outer

type inner struct{ n int }

func (i inner) set(n int) { i.n = n }

type byValue struct{ inner }

type byPointer struct{ *inner }

func use(v byValue, p byPointer, f func() *byValue, g func() byPointer, m map[string]byPointer) {
	v.set(1)
	p.set(2)
	f().set(3)
	g().set(4)
	m["a"].set(5)
	(&v).set(6)
}

package copied

type A struct{ n int }

func (a A) get() int { return a.n }

type B struct{ n int }

func save(b *B) func() {
	old := *b
	return func() { *b = old }
}

type C struct{ n int }

func sum(cs []C) (total int) {
	for _, c := range cs {
		total += c.n
	}
	return total
}

package box

type box struct{ n int }

func (b *box) each[P any](p P) P { return p }

func (b *box) set(n int) { b.n = n }

func ptr() *int { return new(3) }

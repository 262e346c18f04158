package low

type rec struct{ n int }

func (r rec) set(n int) { r.n = n }

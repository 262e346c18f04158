package a

func (r rec) set(n int) { r.n = n }

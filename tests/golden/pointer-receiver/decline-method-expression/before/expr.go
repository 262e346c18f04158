package expr

type rec struct{ n int }

func (r rec) set(n int) { r.n = n }

var table = map[string]func(rec, int){"set": rec.set}

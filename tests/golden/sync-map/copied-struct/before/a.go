package copied

type T struct{ m map[string]int }

func (t T) set(k string) { t.m[k] = 1 }

package rec

type rec struct{ n int }

func (r rec) set(n int) int {
	r.n = n
	return n + 1
}

func walk(m map[int]rec, k int) int {
	k = m[k].set(3)
	return k
}

type tag struct{ n int }

func (t tag) set(n int) int {
	t.n = n
	return n + 1
}

func shadow(tags map[int]tag) {
	{
		tags := tags[0].set(3)
		_ = tags
	}
}

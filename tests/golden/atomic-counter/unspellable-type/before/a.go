package hidden

type T struct{ n int }

func (t *T) hit() { t.n++ }

func (t *T) sum(int int) int2 {
	return int2(use(t.n) + int)
}

type int2 = int

func use(n int2) int2 { return n }

package golden

type Tally struct {
	n map[string]int
}

func NewTally() *Tally { return &Tally{n: map[string]int{}} }

func (t *Tally) Add(k string) {
	t.n[k]++
}

func (t *Tally) Drop(k string) {
	delete(t.n, k)
}

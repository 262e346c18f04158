package ring

type ring struct {
	slots [8]int
	rows  [2][2]struct{ n int }
}

func (r ring) put(i, v int) {
	r.slots[i%len(r.slots)] = v
	r.rows[0][1].n = v
}

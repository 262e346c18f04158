package address

type T struct{ n int }

func bump(p *int) { *p++ }

func (t *T) hit() { bump(&t.n) }

package pair

type pair struct{ a, b int }

func (p *pair) swap() {
	p.a, p.b = p.b, p.a
}

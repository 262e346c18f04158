package gate

type gate struct{ open bool }

func (g *gate) set(b bool) bool {
	if b {
		g.open = true
		return true
	}
	return g.open
}

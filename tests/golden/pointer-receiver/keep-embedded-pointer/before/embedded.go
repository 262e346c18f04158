package embedded

type state struct {
	n  int
	in struct{ x int }
}

type mid struct{ *state }

type view struct{ mid }

type direct struct{ *state }

func (v view) set(n int)   { v.n = n }
func (v view) deep(n int)  { v.in.x = n }
func (d direct) set(n int) { d.n += n }
func (d direct) inc()      { d.state.n++ }

package golden

type T struct{ X int }

type ID string

type req struct {
	id   string
	user struct{ name string }
}

const prefix = "p"

func keys(m map[string]T, r *req, ids []string, i int, p *string, b []byte) {
	m[prefix+"/x"].X = 1
	m[r.user.name].X = 2
	m[ids[i]].X = 3
	m[*p].X = 4
	m[string(b)].X = 5
	m[ids[len(ids)-1]].X = 6
}

func typed(m map[ID]T, s string, n map[[2]int]T, f map[bool]T, x, y int) {
	m[ID(s)].X = 1
	n[[2]int{x, y}].X = 2
	f[x == y].X = 3
}

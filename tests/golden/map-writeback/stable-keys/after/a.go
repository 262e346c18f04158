package golden

type T struct{ X int }

type ID string

type req struct {
	id   string
	user struct{ name string }
}

const prefix = "p"

func keys(m map[string]T, r *req, ids []string, i int, p *string, b []byte) {
	t := m[prefix+"/x"]
	t.X = 1
	m[prefix+"/x"] = t
	tEntry := m[r.user.name]
	tEntry.X = 2
	m[r.user.name] = tEntry
	tEntry2 := m[ids[i]]
	tEntry2.X = 3
	m[ids[i]] = tEntry2
	tEntry3 := m[*p]
	tEntry3.X = 4
	m[*p] = tEntry3
	tEntry4 := m[string(b)]
	tEntry4.X = 5
	m[string(b)] = tEntry4
	tEntry5 := m[ids[len(ids)-1]]
	tEntry5.X = 6
	m[ids[len(ids)-1]] = tEntry5
}

func typed(m map[ID]T, s string, n map[[2]int]T, f map[bool]T, x, y int) {
	t := m[ID(s)]
	t.X = 1
	m[ID(s)] = t
	tEntry := n[[2]int{x, y}]
	tEntry.X = 2
	n[[2]int{x, y}] = tEntry
	tEntry2 := f[x == y]
	tEntry2.X = 3
	f[x == y] = tEntry2
}

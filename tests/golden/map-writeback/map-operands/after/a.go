package golden

type T struct{ X, Y int }

type (
	Named map[string]T
	Alias = map[string]T
	Deep  Named
)

func (n Named) set(k string) {
	t := n[k]
	t.X = 1
	n[k] = t
}

type server struct {
	m     map[string]T
	named Named
	inner struct{ byID map[int]T }
}

func (s server) byValue(k string) {
	t := s.m[k]
	t.X = 1
	s.m[k] = t
}

func (s *server) byPointer(k string) {
	t := s.m[k]
	t.X = 1
	s.m[k] = t
}

func (s *server) field(id int) {
	t := s.inner.byID[id]
	t.X = 1
	s.inner.byID[id] = t
}

func pointer(pm *map[string]T, k string) {
	t := (*pm)[k]
	t.X = 1
	(*pm)[k] = t
}

func mapOfMaps(m map[string]map[string]T, a, b string) {
	t := m[a][b]
	t.X = 1
	m[a][b] = t
}

func sliceOfMaps(ms []map[string]T) {
	t := ms[0]["k"]
	t.X = 1
	ms[0]["k"] = t
}

func types(n Named, a Alias, d Deep) {
	t := n["n"]
	t.X = 1
	n["n"] = t
	tEntry := a["a"]
	tEntry.X = 1
	a["a"] = tEntry
	tEntry2 := d["d"]
	tEntry2.X = 1
	d["d"] = tEntry2
}

func generic[M ~map[string]T](m M) {
	t := m["a"]
	t.X = 1
	m["a"] = t
}

func genericKey[K comparable](m map[K]T, k K) {
	t := m[k]
	t.X = 1
	m[k] = t
}

type Box[V any] struct {
	Value V
	N     int
}

func genericElement[V any](m map[string]Box[V], k string, v V) {
	box := m[k]
	box.Value = v
	m[k] = box
}

var table = map[string]T{}

func global() {
	t := table["x"]
	t.X = len(table)
	table["x"] = t
}

func inLiteral() func() {
	local := make(map[string]T)
	return func() {
		t := local["x"]
		t.Y = 3
		local["x"] = t
	}
}

var hook = func(k string) {
	t := table[k]
	t.X = 1
	table[k] = t
}

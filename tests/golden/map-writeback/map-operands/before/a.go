package golden

type T struct{ X, Y int }

type (
	Named map[string]T
	Alias = map[string]T
	Deep  Named
)

func (n Named) set(k string) {
	n[k].X = 1
}

type server struct {
	m     map[string]T
	named Named
	inner struct{ byID map[int]T }
}

func (s server) byValue(k string) {
	s.m[k].X = 1
}

func (s *server) byPointer(k string) {
	s.m[k].X = 1
}

func (s *server) field(id int) {
	s.inner.byID[id].X = 1
}

func pointer(pm *map[string]T, k string) {
	(*pm)[k].X = 1
}

func mapOfMaps(m map[string]map[string]T, a, b string) {
	m[a][b].X = 1
}

func sliceOfMaps(ms []map[string]T) {
	ms[0]["k"].X = 1
}

func types(n Named, a Alias, d Deep) {
	n["n"].X = 1
	a["a"].X = 1
	d["d"].X = 1
}

func generic[M ~map[string]T](m M) {
	m["a"].X = 1
}

func genericKey[K comparable](m map[K]T, k K) {
	m[k].X = 1
}

type Box[V any] struct {
	Value V
	N     int
}

func genericElement[V any](m map[string]Box[V], k string, v V) {
	m[k].Value = v
}

var table = map[string]T{}

func global() {
	table["x"].X = len(table)
}

func inLiteral() func() {
	local := make(map[string]T)
	return func() {
		local["x"].Y = 3
	}
}

var hook = func(k string) {
	table[k].X = 1
}

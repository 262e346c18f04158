package golden

import "os/user"

type (
	Range      struct{ X int }
	Type       struct{ X int }
	String     struct{ X int }
	Len        struct{ X int }
	User       struct{ X int }
	HTTPServer struct{ X int }
	stat       struct{ X, Y int }
	Any        struct{ v any }
)

var helper = "package level"

type Helper struct{ S string }

func keywords(a map[int]Range, b map[int]Type, c map[int]String, d map[int]Len) int {
	rangeEntry := a[0]
	rangeEntry.X = 1
	a[0] = rangeEntry
	typeEntry := b[0]
	typeEntry.X = 2
	b[0] = typeEntry
	stringEntry := c[0]
	stringEntry.X = 3
	c[0] = stringEntry
	lenEntry := d[0]
	lenEntry.X = 4
	d[0] = lenEntry
	return len(a)
}

func packages(u map[int]User, h map[int]HTTPServer) {
	userEntry := u[0]
	userEntry.X = 1
	u[0] = userEntry
	httpServer := h[0]
	httpServer.X = 2
	h[0] = httpServer
	_, _ = user.Current()
}

func used(m map[int]stat, s map[int]Helper, v map[int]Any) {
	m[0] = stat{}
	statEntry := m[0]
	statEntry.X = m[1].Y
	m[0] = statEntry
	helperEntry := s[0]
	helperEntry.S = helper
	s[0] = helperEntry
	any, entry := 1, 2
	anyEntry := v[any]
	anyEntry.v = entry
	v[any] = anyEntry
}

func shadows(m map[int]HTTPServer, httpServer int) {
	httpServerEntry := m[0]
	httpServerEntry.X = httpServer
	m[0] = httpServerEntry
}

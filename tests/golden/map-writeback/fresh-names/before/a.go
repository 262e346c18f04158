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
	a[0].X = 1
	b[0].X = 2
	c[0].X = 3
	d[0].X = 4
	return len(a)
}

func packages(u map[int]User, h map[int]HTTPServer) {
	u[0].X = 1
	h[0].X = 2
	_, _ = user.Current()
}

func used(m map[int]stat, s map[int]Helper, v map[int]Any) {
	m[0] = stat{}
	m[0].X = m[1].Y
	s[0].S = helper
	any, entry := 1, 2
	v[any].v = entry
}

func shadows(m map[int]HTTPServer, httpServer int) {
	m[0].X = httpServer
}

package t

type user struct{ name string }

type shape interface{ area() int }

var (
	users    = map[int]*user{}
	handlers = map[string]func(){}
	byRegion = map[string]map[string]int{}
	shapes   = map[string]shape{}
)

func Add(id int, region string, f func(), s shape) {
	users[id] = &user{}
	handlers[region] = f
	byRegion[region] = map[string]int{}
	shapes[region] = s
}

func Name(id int) string { return users[id].name }

func Handle(region string) { handlers[region]() }

func Set(region, name string) {
	m := byRegion[region]
	m[name] = 1
}

func Area(name string) int {
	s := shapes[name]
	return s.area()
}

package main

type labels struct {
	m map[string]int
}

func (l *labels) own() { l.m = map[string]int{} }

func (l labels) with(k string) map[string]int {
	l.own()
	l.m[k] = 1
	return l.m
}

func (l labels) show(k string) {
	l.own()
	l.m[k] = 1
	println(l.m[k])
}

func take(map[string]int) {}

func (l labels) pass(k string) {
	l.own()
	l.m[k] = 1
	take(l.m)
}

func (l labels) each() {
	l.own()
	l.m["a"] = 1
	for k := range l.m {
		println(k)
	}
}

func (l labels) last(m map[int]int) {
	l.own()
	m[l.m["a"]] = 1
}

func (l labels) lazy(k string) {
	if l.m == nil {
		l.m = map[string]int{}
	}
	l.m[k] = 1
	take(l.m)
}

func main() {
	var l labels
	l.with("a")
	l.show("a")
	l.pass("a")
	l.each()
	l.lazy("a")
	l.last(map[int]int{})
}

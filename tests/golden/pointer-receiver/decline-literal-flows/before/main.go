package main

type setter interface{ set() }

type asked struct{ n int }

func (r asked) set() { r.n = 1 }

type switched struct{ n int }

func (r switched) set() { r.n = 1 }

type compared struct{ n int }

func (r compared) set() { r.n = 1 }

type key struct{ n int }

func (r key) set() { r.n = 1 }

type inner struct{ n int }

func (r inner) set() { r.n = 1 }

type outer struct{ inner }

func take(setter) {}

func isAsked(x any) bool {
	_, ok := x.(asked)
	return ok
}

func isSwitched(x any) bool {
	switch x.(type) {
	case switched:
		return true
	}
	return false
}

func main() {
	take(asked{})
	take(switched{})
	var s setter
	println(isAsked(s), isSwitched(s), s == compared{})
	_ = map[setter]int{key{}: 1}
	take(outer{})
}

package types

var (
	f float64
	s string
	m map[string]int
)

func set() {
	f += 1
	s += "x"
	m["a"]++
}

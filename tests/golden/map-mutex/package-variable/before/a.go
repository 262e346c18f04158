package golden

var (
	name = "golden"
	hits = map[string]int{}
)

func Inc(k string) {
	hits[k]++
}

func Hits(k string) int {
	return hits[k]
}

func Name() string { return name }

package t

type T struct{ m map[string]int }

type names map[string]int

var (
	table = map[string]int{"one": 1}
	made  = fill()
	index = names{}
	a, b  = map[string]int{}, map[string]int{}
	pair  = map[string]int{}
)

func fill() map[string]int { return map[string]int{} }

func New(m map[string]int) *T { return &T{m: m} }

func (t *T) Put(key string, n int) { t.m[key] = n }

func Put(key string, n int) {
	table[key] = n
	made[key] = n
	index[key] = n
	a[key] = n
	b[key] = n
	pair[key], a[key] = n, n
}

func Count(words []string) int {
	seen := map[string]int{}
	for _, word := range words {
		seen[word] = 1
	}
	return len(seen)
}

package t

type point struct{ x, y int }

type user struct {
	name  string
	calls int
}

var (
	hits   = map[string]int{}
	sums   = map[string]int{}
	lists  = map[string][]int{}
	points = map[string]*point{}
	users  = map[string]user{}
	read   = map[string]int{}
	parts  = map[string][2]int{}
)

func Hit(key string) { hits[key]++ }

func Add(key string, n int) { sums[key] += n }

func Append(key string, n int) { lists[key] = append(lists[key], n) }

func Move(key string, n int) { points[key].x = n }

// Call changes a copy and stores it.
func Call(key string) {
	u := users[key]
	u.calls++
	users[key] = u
}

// Next stores what it has read, and one.
func Next(key string) int {
	n, ok := read[key]
	if !ok {
		n = 10
	}
	read[key] = n + 1
	return n
}

func Swap(key string) {
	p := parts[key]
	parts[key] = [2]int{p[1], p[0]}
}

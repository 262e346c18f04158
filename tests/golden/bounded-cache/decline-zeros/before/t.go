package t

var (
	asked   = map[string]int{}
	ranged  = map[string]int{}
	counted = map[string]int{}
)

func Put(name string, n int) {
	asked[name] = n
	ranged[name] = n
	counted[name] = n
}

func Reset(name string) {
	asked[name] = 0
	ranged[name] = 0
	counted[name] = 0
}

func Known(name string) bool {
	_, ok := asked[name]
	return ok
}

func Mean() int {
	n, sum := 0, 0
	for _, value := range ranged {
		n++
		sum += value
	}
	return sum / n
}

func Count() int { return len(counted) }

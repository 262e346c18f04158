package crash

var seen = map[string]bool{}

func Mark(k string) {
	seen[k] = true
}

func Seen(k string) bool {
	return seen[k]
}

package a

func count(s string) int {
	seen := make([]bool, 4096)
	n := 0
	for i := range len(s) {
		if !seen[s[i]] {
			seen[s[i]] = true
			n++
		}
	}
	return n
}

func table(s string) int {
	var hits [256]int
	for i := range len(s) {
		hits[s[i]]++
	}
	return len(hits[:]) + hits[0]
}

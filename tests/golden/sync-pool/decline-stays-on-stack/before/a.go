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

type frame struct {
	data [4096]byte
	n    int
}

func (f *frame) fill(s string) { f.n = copy(f.data[:], s) }

func filled(s string) int {
	var f frame
	f.fill(s)
	return f.n + sum(f.data[:f.n])
}

func sum(data []byte) (n int) {
	for _, b := range data {
		n += int(b)
	}
	return n
}

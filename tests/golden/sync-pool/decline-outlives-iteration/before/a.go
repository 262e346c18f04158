package a

import "io"

func grow(r io.Reader, rounds int) int {
	current := make([]int, 16)
	for n := range rounds {
		if n >= len(current) {
			next := make([]int, n+64)
			copy(next, current)
			current = next
		}
		current[n] = n
	}
	return current[rounds-1]
}

func last(r io.Reader, n int) (string, error) {
	var previous []byte
	for {
		line := make([]byte, n)
		if _, err := r.Read(line); err != nil {
			return string(previous), err
		}
		previous = line
	}
}

package memoize

// Memoize remembers what f returned.
func Memoize(f func(int) int) func(int) int {
	known := map[int]int{}
	return func(n int) int {
		if v, ok := known[n]; ok {
			return v
		}
		v := f(n)
		known[n] = v
		return v
	}
}

package memorecursive

// Fib computes Fibonacci numbers and remembers them.
type Fib struct {
	known map[int]int
}

func New() *Fib { return &Fib{known: map[int]int{}} }

func (f *Fib) Of(n int) int {
	if n < 2 {
		return n
	}
	if v, ok := f.known[n]; ok {
		return v
	}
	v := f.Of(n-1) + f.Of(n-2)
	f.known[n] = v
	return v
}

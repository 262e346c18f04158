package golden

type Flag bool

type T struct {
	V     int
	OK    bool
	Found Flag
}

func f(m map[string]T, src map[string]int, ch chan int, v any) {
	m["a"].V, m["a"].Found = src["x"]
	_, m["b"].OK = v.(int)
	_, m["c"].OK = <-ch
	_, m["d"].Found = <-ch
	m["e"].V, m["e"].Found = <-ch
}

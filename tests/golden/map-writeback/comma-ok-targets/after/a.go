package golden

type Flag bool

type T struct {
	V     int
	OK    bool
	Found Flag
}

func f(m map[string]T, src map[string]int, ch chan int, v any) {
	t := m["a"]
	t.V, t.Found = src["x"]
	m["a"] = t
	tEntry := m["b"]
	_, tEntry.OK = v.(int)
	m["b"] = tEntry
	_, ok := <-ch
	tEntry2 := m["c"]
	tEntry2.OK = ok
	m["c"] = tEntry2
	_, found := <-ch
	tEntry3 := m["d"]
	tEntry3.Found = Flag(found)
	m["d"] = tEntry3
	newV, newFound := <-ch
	tEntry4 := m["e"]
	tEntry4.V, tEntry4.Found = newV, Flag(newFound)
	m["e"] = tEntry4
}

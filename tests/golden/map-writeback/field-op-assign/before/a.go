package golden

type Stat struct {
	Hits  int
	Bytes int64
	Names []string
}

func add(m map[string]Stat, k string, n int) {
	m[k].Hits += n
}

func set(m map[string]Stat, k string) {
	// The comment above stays above.
	m[k].Bytes = 10 // and this one stays behind
}

func inc(m map[string]Stat, k string) {
	m[k].Hits++

	println("done")
}

func dec(m map[string]Stat) {
	if len(m) > 0 {
		m["total"].Hits--
	}
}

func shift(m map[string]Stat, k string, n uint) {
	m[k].Bytes <<= n
	println(k)
	m[k].Bytes &^= 7
}

func grow(m map[string]Stat, k, name string) {
	m[k].Names = append(m[k].Names, name)
}

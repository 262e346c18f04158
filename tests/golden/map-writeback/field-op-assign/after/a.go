package golden

type Stat struct {
	Hits  int
	Bytes int64
	Names []string
}

func add(m map[string]Stat, k string, n int) {
	stat := m[k]
	stat.Hits += n
	m[k] = stat
}

func set(m map[string]Stat, k string) {
	// The comment above stays above.
	stat := m[k]
	stat.Bytes = 10 // and this one stays behind
	m[k] = stat
}

func inc(m map[string]Stat, k string) {
	stat := m[k]
	stat.Hits++
	m[k] = stat

	println("done")
}

func dec(m map[string]Stat) {
	if len(m) > 0 {
		stat := m["total"]
		stat.Hits--
		m["total"] = stat
	}
}

func shift(m map[string]Stat, k string, n uint) {
	stat := m[k]
	stat.Bytes <<= n
	m[k] = stat
	println(k)
	statEntry := m[k]
	statEntry.Bytes &^= 7
	m[k] = statEntry
}

func grow(m map[string]Stat, k, name string) {
	stat := m[k]
	stat.Names = append(stat.Names, name)
	m[k] = stat
}

package shop

import "example.com/golden/inner"

func header(m map[string]int) int {
	if backup := m; len(m) > 0 {
		m["a"] = 2
		return backup["a"]
	}
	return 0
}

func hidden(key string) int {
	backup := inner.Values
	inner.Values[key] = inner.Make(2)
	return inner.Read(backup[key])
}

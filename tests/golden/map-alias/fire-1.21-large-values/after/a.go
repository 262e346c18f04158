package shop

import (
	"maps"
	goslices "slices"
)

type page struct{ data [256]byte }

func large(m map[string]page) page {
	backup := make(map[string]page, len(m))
	for k, v := range m {
		backup[k] = v
	}
	m["a"] = page{}
	return backup["a"]
}

func small(m map[string][128]byte) [128]byte {
	backup := maps.Clone(m)
	m["a"] = [128]byte{}
	return backup["a"]
}

func slices(m []page) page {
	backup := goslices.Clone(m)
	m[0] = page{}
	return backup[0]
}

package shop

type page struct{ data [256]byte }

func large(m map[string]page) page {
	backup := m
	m["a"] = page{}
	return backup["a"]
}

func small(m map[string][128]byte) [128]byte {
	backup := m
	m["a"] = [128]byte{}
	return backup["a"]
}

func slices(m []page) page {
	backup := m
	m[0] = page{}
	return backup[0]
}

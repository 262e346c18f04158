package golden

type store struct {
	items map[string]int
}

var all []store

func add(k string) {
	all = append(all, store{items: map[string]int{}})
	all[0].items[k]++
}

package golden

type store struct {
	items map[string]int
}

var stores = map[string]store{"a": {items: map[string]int{}}}

func add(name, k string) { stores[name].items[k]++ }

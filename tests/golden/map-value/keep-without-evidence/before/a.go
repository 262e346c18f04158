package shop

type item struct{ n int }

var items = map[string]*item{}

func put(k string) { items[k] = &item{n: 1} }

func get(k string) int { return items[k].n }

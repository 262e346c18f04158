package shop

type item struct{ n int }

var items = map[string]*item{}

func put(k string) {
	v := item{n: 1}
	items[k] = &v
}

func get(k string) int { return items[k].n }

var direct = map[string]*item{}

func putDirect(k string) {
	direct[k] = &item{n: 2}
}

var changed = map[string]*item{}

func putChanged(k string) {
	changed[k] = &item{n: 3}
	changed[k].n++
}

var Exported = map[string]*item{}

func putExported(k string) {
	Exported[k] = &item{n: 4}
}

var silent = map[string]*item{}

func putSilent(k string) {
	silent[k] = &item{n: 5}
}

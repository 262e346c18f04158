package golden

type Tags struct {
	byName map[string]map[string]int
}

func New() *Tags { return &Tags{byName: make(map[string]map[string]int)} }

func (t *Tags) Add(name, key string, n int) {
	if _, ok := t.byName[name]; !ok {
		t.byName[name] = make(map[string]int)
	}
	t.byName[name][key] = n
}

// Put writes only what is in the entry.
func (t *Tags) Put(name, key string) {
	t.byName[name][key]++
}

func (t *Tags) Drop(name, key string) {
	delete(t.byName[name], key)
}

func (t *Tags) Get(name, key string) int {
	return t.byName[name][key]
}

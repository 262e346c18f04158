package a

// counts uses its inner maps where it looks them up.
type counts struct {
	inside map[string]map[string]int
}

func (c *counts) Get(kind, name string) int {
	inner := c.inside[kind]
	return inner[name]
}

func (c *counts) Add(kind, name string) {
	inner, ok := c.inside[kind]
	if !ok {
		inner = make(map[string]int)
		c.inside[kind] = inner
	}
	inner[name]++
}

// tables hands out maps that are never written once they are stored.
type tables struct {
	byName map[string]map[string]int64
}

func (t *tables) Table(name string) map[string]int64 {
	return t.byName[name]
}

func (t *tables) Set(name string, words []string) {
	table := make(map[string]int64, len(words))
	for i, word := range words {
		table[word] = int64(i)
	}
	t.byName[name] = table
}

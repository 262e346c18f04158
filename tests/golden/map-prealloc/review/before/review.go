package review

type Item struct {
	ID   string
	Tags []string
}

type Store struct {
	items map[string]Item
	list  []Item
}

var table map[string]int

func (s *Store) load() {
	s.items = make(map[string]Item)
	for _, item := range s.list {
		s.items[item.ID] = item
	}
}

func setUp(names []string) {
	table = make(map[string]int)
	for i, name := range names {
		table[name] = i
	}
}

func set(names []string) map[string]struct{} {
	known := make(map[string]struct{})
	for _, name := range names {
		known[name] = struct{}{}
	}
	return known
}

func runes(text string) map[int]rune {
	at := make(map[int]rune)
	for i, char := range text {
		at[i] = char
	}
	return at
}

package embeddedbase

type base struct {
	items map[string]string
}

func (b *base) put(key, value string) {
	b.items[key] = value
}

// Store is a base with a name.
type Store struct {
	base
	Name string
}

func NewStore(name string) *Store {
	return &Store{base: base{items: map[string]string{}}, Name: name}
}

func (s *Store) Put(key, value string) { s.put(key, value) }

func (s *Store) Get(key string) string { return s.items[key] }

func (s *Store) Size() int { return len(s.items) }

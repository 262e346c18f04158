package golden

var hits = map[string]int{}

func hitsMu() int { return len("mu") }

func Inc(k string) {
	hits[k] += hitsMu()
}

type Store struct {
	mu    int
	items map[string]int
}

func NewStore() *Store { return &Store{items: map[string]int{}} }

func (s *Store) itemsMu() int { return s.mu }

func (s *Store) Set(k string) {
	s.items[k] = 1
}

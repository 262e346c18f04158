package golden

import "sync"

var hitsLock sync.Mutex // guards hits
var hits = map[string]int{}

func hitsMu() int { return len("mu") }

func Inc(k string) {
	hitsLock.Lock()
	defer hitsLock.Unlock()
	hits[k] += hitsMu()
}

type Store struct {
	mu int

	itemsLock sync.Mutex // guards items
	items     map[string]int
}

func NewStore() *Store { return &Store{items: map[string]int{}} }

func (s *Store) itemsMu() int { return s.mu }

func (s *Store) Set(k string) {
	s.itemsLock.Lock()
	defer s.itemsLock.Unlock()
	s.items[k] = 1
}

package golden

type Store struct {
	items map[string]int
	done  chan bool
}

func New() *Store { return &Store{items: map[string]int{}, done: make(chan bool, 9)} }

func (s *Store) Expire(k string) {
	s.items[k] = 1
	go func() {
		delete(s.items, k)
		s.done <- true
	}()
	s.items["last"] = 2
}

func (s *Store) Len() int { return len(s.items) }

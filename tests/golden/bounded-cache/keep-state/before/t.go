package t

import "sync"

type Store struct {
	mu     sync.Mutex
	hits   map[string]int
	orders map[string][]int
	groups map[string]map[string]int
	totals map[string]*total
}

type total struct{ n int }

func NewStore() *Store {
	return &Store{
		hits:   map[string]int{},
		orders: map[string][]int{},
		groups: map[string]map[string]int{},
		totals: map[string]*total{},
	}
}

func (s *Store) Hit(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.hits[path]
	if !ok {
		n = 100
	}
	s.hits[path] = n + 1
}

func (s *Store) Order(user string, item int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.orders[user]
	list = append(list, item)
	s.orders[user] = list
}

func (s *Store) Join(group, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	members := s.groups[group]
	if members == nil {
		members = make(map[string]int)
		s.groups[group] = members
	}
	members[user] = 1
}

func (s *Store) Add(user string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.totals[user]
	if !ok {
		t = &total{}
		s.totals[user] = t
	}
	t.n += n
}

// Package store is raced on by another package's tests.
package store

type Store struct {
	Items map[string]int
	Last  string
	inner inner
}

type inner struct{ count int }

func New() *Store { return &Store{Items: map[string]int{}} }

func (s *Store) Put(key string) {
	s.Items[key]++
	s.Last = key
}

func (s *Store) Count() int { return s.inner.count }

func (s *Store) Grow() {
	s.inner.count++
}

// Start counts in a goroutine of its own.
func (s *Store) Start(done chan<- bool) {
	go func() {
		s.inner.count++
		done <- true
	}()
}

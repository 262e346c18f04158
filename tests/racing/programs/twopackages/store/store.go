// Package store keeps documents.
package store

type Store struct {
	docs map[string]string
}

func New() *Store { return &Store{docs: map[string]string{}} }

func (s *Store) Save(id, text string) { s.docs[id] = text }

func (s *Store) Load(id string) (string, bool) {
	text, ok := s.docs[id]
	return text, ok
}

func (s *Store) Count() int { return len(s.docs) }

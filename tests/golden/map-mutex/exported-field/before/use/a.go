package use

import "example.com/golden/store"

func Use(s *store.Store) { s.Items["a"]++ }

package store

type Store struct{ providers map[string]*Provider }

type Provider struct {
	store *Store
	key   string
}

func (p *Provider) Close() {
	p.leave()
}

func (p *Provider) leave() {
	delete(p.store.providers, p.key)
}

func (s *Store) Close() {
	for _, p := range s.providers {
		p.Close()
	}
}

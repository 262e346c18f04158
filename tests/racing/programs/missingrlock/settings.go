package missingrlock

import "sync"

type Settings struct {
	mu    sync.RWMutex
	theme string
	size  int
}

func (s *Settings) SetTheme(theme string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.theme = theme
}

func (s *Settings) SetSize(size int) {
	s.mu.Lock()
	s.size = size
	s.mu.Unlock()
}

func (s *Settings) Size() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.size
}

func (s *Settings) Theme() string {
	if s.theme == "" {
		return "light"
	}
	return s.theme
}

package golden

func (s *State) Add(fd int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[fd] = true
}

func New() *State { return &State{open: map[int]bool{}} }

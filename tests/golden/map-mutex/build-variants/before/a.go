package golden

func (s *State) Add(fd int) {
	s.open[fd] = true
}

func New() *State { return &State{open: map[int]bool{}} }

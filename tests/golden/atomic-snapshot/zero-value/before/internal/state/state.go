package state

type State struct{ Mode string }

func (s *State) Set(mode string) { s.Mode = mode }

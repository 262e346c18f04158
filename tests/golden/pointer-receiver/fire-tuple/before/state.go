package state

import "strconv"

type state struct{ n int }

func load() (state, error) { return state{1}, nil }

func (s state) reload() (err error) {
	s, err = load()
	return err
}

func (s state) parse(text string) error {
	var err error
	s.n, err = strconv.Atoi(text)
	return err
}

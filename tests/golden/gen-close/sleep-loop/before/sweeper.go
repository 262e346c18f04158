package sweeper

import "time"

type Sweeper struct{ swept int }

func NewSweeper() *Sweeper {
	s := &Sweeper{}
	go s.forever(time.Minute)
	return s
}

func (s *Sweeper) forever(pause time.Duration) {
	for {
		time.Sleep(pause)
		s.swept++
	}
}

package unkeyedliteral

type scores struct {
	best map[string]int
}

func newScores() *scores {
	return &scores{map[string]int{}}
}

func (s *scores) report(player string, points int) {
	if points > s.best[player] {
		s.best[player] = points
	}
}

func (s *scores) of(player string) int { return s.best[player] }

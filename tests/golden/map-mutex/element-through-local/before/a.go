package board

// Score is what one player has.
type Score struct{ points, rounds int }

// Board has the scores of all players.
type Board struct {
	scores map[string]*Score
}

// New returns a board for the players.
func New(players ...string) *Board {
	b := &Board{scores: make(map[string]*Score)}
	for _, player := range players {
		b.scores[player] = &Score{}
	}
	return b
}

// Win adds a point for a player that the board has.
func (b *Board) Win(player string) {
	if score, ok := b.scores[player]; ok {
		score.points++
	}
}

// Next ends a round.
func (b *Board) Next() {
	for _, score := range b.scores {
		score.rounds++
	}
}

// Points returns how many points a player has.
func (b *Board) Points(player string) int {
	score := b.scores[player]
	if score == nil {
		return 0
	}
	return score.points
}

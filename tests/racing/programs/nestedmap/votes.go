package nestedmap

// Votes counts votes by city and candidate.
type Votes struct {
	byCity map[string]map[string]int
}

func (v *Votes) Cast(city, candidate string) {
	if v.byCity == nil {
		v.byCity = make(map[string]map[string]int)
	}
	if v.byCity[city] == nil {
		v.byCity[city] = make(map[string]int)
	}
	v.byCity[city][candidate]++
}

func (v *Votes) Count(city, candidate string) int {
	return v.byCity[city][candidate]
}

package copiedstruct

// Stats are counters by name.
type Stats struct {
	counts map[string]int
}

func NewStats() Stats { return Stats{counts: map[string]int{}} }

func (s Stats) Add(name string) { s.counts[name]++ }

func (s Stats) Count(name string) int { return s.counts[name] }

// Reporter has a copy of the stats, which shares their map.
type Reporter struct {
	stats Stats
}

func NewReporter(s Stats) *Reporter { return &Reporter{stats: s} }

func (r *Reporter) Count(name string) int { return r.stats.Count(name) }

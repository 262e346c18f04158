package rec

type rec struct{ n int }

func take(p *rec) int { return p.n }

func (r *rec) addr() int { return take(r) + take((r)) }

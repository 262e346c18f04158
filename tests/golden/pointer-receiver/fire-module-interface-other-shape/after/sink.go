package sink

type Sink interface{ Put(n, m int) }

type memory struct{ n int }

func (m *memory) Put(n int) { m.n = n }

package meter

type meter struct{ n int }

func (m meter) clear() { m.n = 0 }

func (m *meter) set(n int) { m.n = n }

func (m *meter) get() int { return m.n }

func use() { meter{}.clear() }

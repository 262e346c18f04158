package golden

import "sync"

type Table struct {
	rows map[string]int
}

func NewTable(names []string) *Table {
	t := &Table{rows: make(map[string]int)}
	for i, name := range names {
		t.rows[name] = i
	}
	t.fill()
	return t
}

func (t *Table) fill() { t.rows["last"] = len(t.rows) }

func (t *Table) Sum(names []string) int {
	var wg sync.WaitGroup
	sums := make([]int, len(names))
	for i, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sums[i] = t.rows[name]
		}()
	}
	wg.Wait()
	return sums[0]
}

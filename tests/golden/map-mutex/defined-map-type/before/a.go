package golden

type Counts map[string]int

func (c Counts) Add(k string) { c[k]++ }

var all = Counts{}

type Page struct {
	Counts
}

func Hit(k string) { all.Add(k) }

func (p *Page) Hit(k string) { p.Counts[k]++ }

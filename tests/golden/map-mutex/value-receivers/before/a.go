package golden

type Uniq struct {
	u map[string]int
}

func New() *Uniq { return &Uniq{u: map[string]int{}} }

func (u Uniq) Set(k string, v int) {
	u.u[k] = v
}

func (u Uniq) Get(k string) int {
	return u.u[k]
}

func (u Uniq) Name() string { return "uniq" }

package values

// Values holds counts beside other things.
type Values struct {
	held map[string]any
	told chan int
}

// New returns values that tells of new counts.
func New(told chan int) *Values { return &Values{held: map[string]any{"n": 0}, told: told} }

// Count adds one.
func (v *Values) Count(name string) {
	n := v.held[name].(int)
	v.held[name] = n + 1
	v.told <- n + 1
}

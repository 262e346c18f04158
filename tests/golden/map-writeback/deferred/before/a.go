package golden

type C struct{ n int }

func (c *C) Inc() { c.n++ }

func f(m map[string]C) {
	defer m["a"].Inc()
	go m["b"].Inc()
}

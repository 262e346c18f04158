package act

type T struct {
	a, b, c, d, f, g int
	e                bool
}

func (t *T) cases() {
	switch {
	case t.f > 3:
		println("full")
		t.f = 0
	}
	for t.g = 0; t.g < 3; t.g++ {
		println("again")
	}
}

// Between the test and the increment stands other work.
func (t *T) limit(max int, work func()) bool {
	if t.a >= max {
		return false
	}
	work()
	t.a++
	return true
}

// The value goes through a local.
func (t *T) local() {
	old := t.b
	println("was", old)
	t.b = old * 2
}

// The result of the increment decides on the reset.
func (t *T) wrap(max int) bool {
	t.c++
	if t.c > max {
		t.c = 0
		return true
	}
	return false
}

func (t *T) either(ok bool) {
	if ok && t.d == 0 {
		t.d = 1
		println("first")
	}
}

// The work comes before the flag is set.
func (t *T) once(work func()) {
	if !t.e {
		work()
		t.e = true
	}
}

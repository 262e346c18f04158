package machine

type machine struct {
	a, b, c, d, e int
}

func (m *machine) step(n int, ch chan int, v any) {
	if m.a == 0 {
		m.a = n
	} else if n > 1 {
		m.b = n
	}
	switch n {
	case 1:
		m.c = 1
		fallthrough
	case 2:
		m.c = 2
	default:
		m.d = 4
	}
	switch v := v.(type) {
	case int:
		m.d = v
	}
	select {
	case m.e = <-ch:
	default:
		return
	}
}

func (m *machine) last(ns []int) {
	for _, n := range ns {
		if n < 0 {
			continue
		}
		m.a = n
		break
	}
	for m.b = range ns {
	}
	if len(ns) == 0 {
		goto done
	}
	m.c = len(ns)
done:
	m.d = 0
}

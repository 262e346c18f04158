package val

type a struct{ n int }
type b struct{ n int }
type c struct{ n int }

func (r a) set() { r.n = 1 }
func (r b) set() { r.n = 1 }
func (r c) set() { r.n = 1 }

func use(x a, y b, z c) {
	f := x.set
	f()
	defer y.set()
	go z.set()
}

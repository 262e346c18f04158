package calls

type a struct{ n int }
type b struct{ n int }
type c struct{ n int }
type d struct{ n int }
type e struct{ n int }
type f struct{ n int }
type g struct{ n int }
type h struct{ n int }
type i struct{ n int }
type j int
type k struct{ n int }
type l struct{ n int }
type m struct{ n int }
type n struct{ n int }

func (r a) set() int { r.n = 1; return 0 }
func (r b) set() int { r.n = 1; return 0 }
func (r c) set() int { r.n = 1; return 0 }
func (r d) set() int { r.n = 1; return 0 }
func (r e) set() int { r.n = 1; return 0 }
func (r f) set() int { r.n = 1; return 0 }
func (r g) set() int { r.n = 1; return 0 }
func (r h) set() int { r.n = 1; return 0 }
func (r i) set() int { r.n = 1; return 0 }
func (r j) set() int { r = 1; return 0 }
func (r k) set() int { r.n = 1; return 0 }
func (r l) set() int { r.n = 1; return 0 }
func (r m) set() int { r.n = 1; return 0 }
func (r n) set() int { r.n = 1; return 0 }

func get() a                         { return a{} }
func array() [2]f                    { return [2]f{} }
func holder() struct{ g g }          { return struct{ g g }{} }
func pair() map[string]struct{ h h } { return nil }

const constant j = 3

func use(x struct{ n int }, v any, ch chan e, ml map[string]l) {
	_ = get().set()
	_ = b{}.set()
	_ = c(x).set()
	if d, ok := v.(interface{ get() d }); ok {
		_ = d.get().set()
	}
	_ = (<-ch).set()
	_ = array()[0].set()
	_ = holder().g.set()
	_ = pair()["a"].h.set()
	defer i{}.set()
	_ = constant.set()
	_ = k{}.set
	if ml["a"].set() > 0 {
		return
	}
	go m{}.set()
	n{}.set()
}

package flow

type setter interface{ set() }

type box[T setter] struct{ v T }

type a struct{ n int }
type b struct{ n int }
type c struct{ n int }
type d struct{ n int }
type e struct{ n int }
type f struct{ n int }
type g struct{ n int }
type h struct{ n int }
type j struct{ n int }
type k struct{ n int }
type l struct{ n int }

func (r a) set() { r.n = 1 }
func (r b) set() { r.n = 1 }
func (r c) set() { r.n = 1 }
func (r d) set() { r.n = 1 }
func (r e) set() { r.n = 1 }
func (r f) set() { r.n = 1 }
func (r g) set() { r.n = 1 }
func (r h) set() { r.n = 1 }
func (r j) set() { r.n = 1 }
func (r k) set() { r.n = 1 }
func (r l) set() { r.n = 1 }

var (
	value          = a{}
	fromVar setter = value
)

func takes(setter) {}

func generic[T setter](T) {}

type outer struct{ j }

type fields struct{ s setter }

func use(ch chan setter, i setter) setter {
	var (
		inArgument = b{}
		inSlice    = c{}
		sent       = d{}
		inField    = k{}
		returned   = l{}
	)
	takes(inArgument)
	_ = []setter{inSlice}
	ch <- sent
	generic(e{})
	var x box[f]
	_ = x
	_ = i.(g)
	switch i.(type) {
	case h:
	}
	takes(outer{})
	_ = fields{s: inField}
	return returned
}

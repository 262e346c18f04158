package two

type first struct{ n int }

func (f *first) set(n int) { f.n = n }

type second struct{ p *int }

func (s second) set(n int) { *s.p = n }

func use() {
	second{new(int)}.set(1)
	f := second.set
	f(second{}, 2)
	var x first
	x.set(1)
}

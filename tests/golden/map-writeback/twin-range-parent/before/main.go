package main

type T struct{ X int }

type Inner struct{ xs []T }

type Outer struct{ in Inner }

func nested(o *Outer) {
	for _, v := range o.in.xs {
		v.X = 1
		o.in = Inner{}
	}
}

func whole(o *Outer) {
	for _, v := range o.in.xs {
		v.X = 1
		*o = Outer{}
	}
}

func parens(o *Outer) {
	for _, v := range o.in.xs {
		v.X = 1
		(o.in) = Inner{}
	}
}

func main() {}

package alignment

type inner struct {
	n int64
}

type outer struct {
	ok bool
	in inner
}

func (o *outer) hit() { o.in.n++ }

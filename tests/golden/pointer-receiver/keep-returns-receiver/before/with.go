package with

type opts struct {
	n    int
	list []string
	m    map[string]bool
}

func (o opts) withN(n int) opts    { o.n = n; return o }
func (o opts) withPtr(n int) *opts { o.n = n; return &o }
func (o opts) check(n int) (opts, error) {
	o.n = n
	return o, nil
}

type wrapped struct{ opts opts }

func (o opts) wrap() wrapped {
	o.list = append(o.list, "x")
	return wrapped{o}
}

func (o opts) keyed() *wrapped {
	o.m = make(map[string]bool)
	return &wrapped{opts: o}
}

func (o opts) named() (res opts) {
	o.n++
	res = o
	return
}

func (o opts) reset() opts {
	o = opts{}
	return o
}

package older

type T struct {
	big   int64
	small uint32
	name  string
}

var hits uint64 = 7

func (t *T) use(d int64, ok bool) (int64, bool) {
	t.big++
	hits++
	hits -= 2
	hits = uint64(d)
	t.small--
	if t.small > 3 && hits != 0 {
		t.big = d + t.big
		return t.big, t.small == 0
	}
	old := t.big
	t.big = 0
	return old, ok
}

func (t *T) first() bool {
	if t.small != 0 {
		return false
	}
	t.small = 1
	return true
}

func New(d int64) *T { return &T{big: d, small: 2, name: "x"} }

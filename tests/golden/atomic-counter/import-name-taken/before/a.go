package taken

type T struct{ n int }

var atomic = 3

func (t *T) hit() int {
	t.n++
	return t.n + atomic
}

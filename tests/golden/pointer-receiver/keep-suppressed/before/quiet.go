package quiet

type rec struct{ n int }

//gofixmap:ignore pointer-receiver the copy is wanted
func (r rec) set(n int) { r.n = n }

func (r rec) other(n int) {
	r.n = n //nolint:gofixmap
}

package pair

type A struct {
	m map[string]int
	b *B
}
type B struct {
	n map[string]int
	a *A
}

func New() *A                 { a := &A{m: map[string]int{}}; a.b = &B{n: map[string]int{}, a: a}; return a }
func (a *A) Put(k string)     { a.m[k]++; a.b.Note(k) }
func (a *A) Get(k string) int { return a.m[k] }
func (b *B) Note(k string)    { b.n[k]++ }
func (b *B) Flush(k string)   { b.n[k] = 0; b.a.Put(k) }
func (b *B) Both(k string) int {
	if b.n[k] > b.a.Get(k) {
		b.n[k] = b.a.m[k]
	}
	return b.n[k]
}
func (a *A) Mix(k string) {
	if a.m[k] < a.b.n[k] {
		a.m[k] = a.b.n[k] + a.b.Both(k)
	}
}

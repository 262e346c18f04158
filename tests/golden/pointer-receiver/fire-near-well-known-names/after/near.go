package near

type rec struct{ hits int }

func (r *rec) String(n int) string  { r.hits++; return "" }
func (r *rec) Swap()                { r.hits++ }
func (r *rec) Value(key string) int { r.hits++; return 0 }
func (r *rec) Is() {
	r.hits++
}

package keys

type names map[string]bool

func (n names) has(k string) bool { return n[k] }

var (
	byAny = map[any]int{}
	set   = names{}
)

func put(k any) {
	byAny[k] = 1
	set["a"] = true
}

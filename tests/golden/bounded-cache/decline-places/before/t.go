package t

var (
	nested = map[string]int{}
	looped = map[string]int{}
	valid  = map[string]int{}
	noted  = map[string]int{}
)

func put(key string, n int) int {
	nested[key] = n
	looped[key] = n
	valid[key] = n
	return n
}

func Nested(key string) int { return put(key, 1) + nested[key] }

func Looped(key string) int {
	n := 0
	for n < looped[key] {
		n++
	}
	return n
}

func Valid(key string) int {
	if v, ok := valid[key]; ok && v > 0 {
		return v
	}
	return 0
}

func Noted(key string) {
	noted[key] = // once
		1
}

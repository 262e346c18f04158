package t

var (
	deleted = map[string]int{}
	cleared = map[string]int{}
	remade  = map[string]int{}
	limited = map[string]int{}
	given   = map[string]int{}
)

func Deleted(key string, f func(string) int) int {
	if v, ok := deleted[key]; ok {
		return v
	}
	v := f(key)
	deleted[key] = v
	return v
}

func Forget(key string) { delete(deleted, key) }

func Cleared(key string, f func(string) int) int {
	if v, ok := cleared[key]; ok {
		return v
	}
	v := f(key)
	cleared[key] = v
	return v
}

func Clear() { clear(cleared) }

func Remade(key string, f func(string) int) int {
	if v, ok := remade[key]; ok {
		return v
	}
	v := f(key)
	remade[key] = v
	return v
}

func Reset() { remade = map[string]int{} }

func Limited(key string, f func(string) int) int {
	if v, ok := limited[key]; ok {
		return v
	}
	v := f(key)
	if len(limited) < 1000 {
		limited[key] = v
	}
	return v
}

func Given(key string, f func(string) int) int {
	if v, ok := given[key]; ok {
		return v
	}
	v := f(key)
	given[key] = v
	return v
}

func Sweep(sweep func(map[string]int)) { sweep(given) }

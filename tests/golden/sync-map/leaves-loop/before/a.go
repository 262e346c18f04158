package leaves

var (
	a = map[string]int{}
	b = map[string]func(){}
	c = map[string][]int{}
)

func first() string {
	for k := range a {
		return k
	}
	return ""
}

func deferred() {
	for _, f := range b {
		defer f()
	}
}

func labelled() {
outer:
	for _, list := range c {
		for _, n := range list {
			if n == 0 {
				continue outer
			}
		}
	}
}

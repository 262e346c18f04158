package t

var seen = map[string]struct{}{}

// First tells whether a name is new.
func First(name string) bool {
	if _, ok := seen[name]; ok {
		return false
	}
	seen[name] = struct{}{}
	return true
}

var sent = map[int]bool{}

func Send(id int, send func(int)) {
	if !sent[id] {
		send(id)
		sent[id] = true
	}
}

package golden

import "sync/atomic"

type visitor interface{ visit(name string) }

type tally struct {
	seen uint64
}

func (t *tally) visit(name string) {
	if name != "" {
		atomic.AddUint64(&t.seen, 1)
	}
}

func Count(walk func(visitor)) uint64 {
	t := &tally{}
	walk(t)
	return t.seen / 2
}

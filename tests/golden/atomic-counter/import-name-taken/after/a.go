package taken

import syncatomic "sync/atomic"

type T struct{ n syncatomic.Int64 }

var atomic = 3

func (t *T) hit() int {
	return int(t.n.Add(1)) + atomic
}

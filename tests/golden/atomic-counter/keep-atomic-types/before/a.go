package done

import "sync/atomic"

type T struct{ n atomic.Int64 }

func (t *T) hit() int64 { return t.n.Add(1) }

package buffers

import "sync"

type Buffers struct{ pool sync.Pool }

func New() *Buffers { return &Buffers{} }

func (b *Buffers) Get() any { return b.pool.Get() }

package clearmap

// Batch collects keys until it is flushed.
type Batch struct {
	pending map[string]struct{}
	flushed int
}

func New() *Batch { return &Batch{pending: map[string]struct{}{}} }

func (b *Batch) Add(key string) {
	b.pending[key] = struct{}{}
}

// Flush counts what is pending and forgets it.
func (b *Batch) Flush() {
	b.flushed += len(b.pending)
	clear(b.pending)
}

func (b *Batch) Flushed() int { return b.flushed }

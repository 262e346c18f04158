package golden

type Bus struct {
	done chan struct{}
}

func (b *Bus) Close() { close(b.done) }

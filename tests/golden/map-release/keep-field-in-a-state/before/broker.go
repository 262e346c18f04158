package broker

import "context"

type Broker struct {
	enabled bool
	cancel  context.CancelFunc
}

func (b *Broker) SetEnabled(enabled bool) {
	if enabled && !b.enabled {
		ctx, cancel := context.WithCancel(context.Background())
		b.cancel = cancel
		go func() { <-ctx.Done() }()
	}
	b.enabled = enabled
	if !enabled {
		b.flush()
	}
}

func (b *Broker) flush() { b.cancel() }

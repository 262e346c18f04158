package jobs

import "context"

var cancels = map[string]context.CancelFunc{}

func Replace(name string, cancel context.CancelFunc) {
	cancels[name] = cancel
}

func Stop(name string) {
	if cancel, ok := cancels[name]; ok {
		cancel()
		delete(cancels, name)
	}
}

package golden

import "sync"

type State struct {
	epoll int

	mu   sync.Mutex // guards open
	open map[int]bool
}

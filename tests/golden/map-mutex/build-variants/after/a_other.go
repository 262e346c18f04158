//go:build !linux

package golden

import "sync"

type State struct {
	mu   sync.Mutex // guards open
	open map[int]bool
}

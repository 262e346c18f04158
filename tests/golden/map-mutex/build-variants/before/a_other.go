//go:build !linux

package golden

type State struct {
	open map[int]bool
}

package users

import (
	"strconv"
	"sync"
)

// Directory looks users up in a database that is far away.
type Directory struct {
	ask func(id int) string

	mu    sync.RWMutex
	names map[int]string // guarded by mu
	asked int
}

// NewDirectory returns a directory that has not looked anybody up.
func NewDirectory(ask func(id int) string) *Directory {
	return &Directory{ask: ask, names: make(map[int]string)}
}

// Name asks once for each user.
func (d *Directory) Name(id int) string {
	d.mu.RLock()
	name, ok := d.names[id]
	d.mu.RUnlock()
	if ok {
		return name
	}
	name = d.ask(id)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	d.names[id] = name
	return name
}

// Show needs no answer of its own.
func (d *Directory) Show(id int) string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return strconv.Itoa(id) + " " + d.names[id]
}

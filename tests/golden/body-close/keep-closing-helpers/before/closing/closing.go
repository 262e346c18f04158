// Package closing closes what others have opened.
package closing

import (
	"io"
	"net/http"
)

// Quietly closes and ignores the error.
func Quietly(c io.Closer) { _ = c.Close() }

// Response closes the body of a response, if there is one.
func Response(resp *http.Response) error {
	if resp == nil {
		return nil
	}
	return resp.Body.Close()
}

// ReadAll reads to the end and closes.
func ReadAll(r io.ReadCloser) ([]byte, error) {
	defer Quietly(r)
	return io.ReadAll(r)
}

// Any closes anything.
func Any[T io.Closer](c T) { Quietly(c) }

// Call runs a function that closes.
func Call(f func() error) { _ = f() }

// Group closes many.
type Group struct{ all []io.Closer }

// Add takes one over.
func (g *Group) Add(c io.Closer) { g.all = append(g.all, c) }

// Close closes all.
func (g *Group) Close() {
	for _, c := range g.all {
		Quietly(c)
	}
}

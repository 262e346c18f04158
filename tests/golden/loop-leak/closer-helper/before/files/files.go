package files

import "os"

// Open opens a file of the store.
func Open(path string) (*os.File, error) {
	return os.Open("/store/" + path)
}

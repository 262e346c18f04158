package a

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"sync"
)

var sha256Pool = sync.Pool{New: func() any { return sha256.New() }}

func sum(r io.Reader) (string, error) {
	h := sha256Pool.Get().(hash.Hash)
	h.Reset()
	defer sha256Pool.Put(h)
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

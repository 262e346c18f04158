package a

import (
	"io"
	"sync"
)

var tmpPool = sync.Pool{New: func() any { return new([8192]byte) }}

func head(r io.Reader) (string, error) {
	tmp := tmpPool.Get().(*[8192]byte)
	*tmp = [8192]byte{}
	defer tmpPool.Put(tmp)
	n, err := r.Read(tmp[:])
	for i := range tmp {
		tmp[i] ^= tmp[0]
	}
	return string(tmp[:min(n, len(tmp))]), err
}

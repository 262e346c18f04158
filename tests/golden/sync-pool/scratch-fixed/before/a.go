package a

import (
	"hash"
	"io"
)

const chunk = 32 << 10

func copyAll(w io.Writer, r io.Reader) (int64, error) {
	buf := make([]byte, chunk)
	return io.CopyBuffer(w, r, buf)
}

func mix(h hash.Hash, r io.Reader) error {
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		h.Write(buf[:n])
		if err != nil {
			return err
		}
	}
}

func local(w io.Writer, n int) {
	const size = 2048
	zeros := make([]byte, size)
	for n > 0 {
		w.Write(zeros[:min(n, size)])
		n -= size
	}
}

package a

import "io"

func local(w io.Writer) {
	zeros := make([]byte, 4096)
	w.Write(zeros)
}

package a

import "bytes"

type logger interface{ Log(line []byte) }

func log(to logger, text string) {
	var buf bytes.Buffer
	buf.WriteString(text)
	to.Log(buf.Bytes())
}

func call(f func(*bytes.Buffer), text string) {
	buf := new(bytes.Buffer)
	f(buf)
}

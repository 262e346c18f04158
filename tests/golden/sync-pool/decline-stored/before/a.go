package a

import "bytes"

type S struct{ data []byte }

func (s *S) field(text string) {
	var buf bytes.Buffer
	buf.WriteString(text)
	s.data = buf.Bytes()
}

var cache = map[string][]byte{}

func table(text string) {
	var buf bytes.Buffer
	buf.WriteString(text)
	cache[text] = buf.Bytes()
}

var last *bytes.Buffer

func global(text string) {
	buf := new(bytes.Buffer)
	buf.WriteString(text)
	last = buf
}

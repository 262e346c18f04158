package parts

import "encoding/json"

type Headers struct {
	Name string
	Set  map[string]int
}

func (h *Headers) init() { h.Set = make(map[string]int) }

func newHeaders() Headers { return Headers{Set: map[string]int{}} }

func literal() Headers {
	h := Headers{Set: make(map[string]int)}
	h.Set["a"] = 1
	return h
}

func unkeyed() Headers {
	h := Headers{"h", make(map[string]int)}
	h.Set["a"] = 1
	return h
}

func called() Headers {
	h := newHeaders()
	h.Set["a"] = 1
	return h
}

func method() Headers {
	var h Headers
	h.init()
	h.Set["a"] = 1
	return h
}

func decoded(data []byte) (Headers, error) {
	var h Headers
	if err := json.Unmarshal(data, &h); err != nil {
		return h, err
	}
	h.Set["a"] = 1
	return h, nil
}

func assigned() Headers {
	var h Headers
	h = newHeaders()
	h.Set["a"] = 1
	return h
}

func given() Headers {
	var h Headers
	h.Set = map[string]int{}
	h.Set["a"] = 1
	return h
}

func ranged(all []Headers) {
	for _, h := range all {
		h.Set["a"] = 1
	}
}

func parameter(h Headers) {
	h.Set["a"] = 1
}

func asked() Headers {
	h := Headers{}
	if h.Set != nil {
		h.Set["a"] = 1
	}
	return h
}

func inLiteral() func() {
	var h Headers
	fill := func() { h = newHeaders() }
	fill()
	return func() { h.Set["a"] = 1 }
}

type outer struct {
	Headers
	n int
}

func embedded() outer {
	o := outer{Headers: newHeaders()}
	o.Set["a"] = 1
	return o
}

func promoted() outer {
	o := outer{Set: map[string]int{}}
	o.Set["a"] = 1
	return o
}

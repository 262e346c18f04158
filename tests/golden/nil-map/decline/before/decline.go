package decline

type value struct{ m map[string]int }

func (v value) add(word string) { v.m[word]++ }

type argument struct{ m map[string]int }

func add(a argument, word string) { a.m[word]++ }

type called struct{ m map[string]int }

func addTo(get func() *called, word string) { get().m[word]++ }

type inHeader struct{ m map[string]int }

func (h *inHeader) add(n int) {
	for ; n > 0; h.m["n"]++ {
		n--
	}
}

func (s *spelled) add(word string) { s.m[word] = nil }

type hidden struct{ m map[string]int }

func (h *hidden) add(make, word string) { h.m[word+make]++ }

var one, two map[string]int

func addOne(word string) { one[word]++ }

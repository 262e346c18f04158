package safe

import "testing"

func TestZero(t *testing.T) {
	s := &Server{}
	if s.Serve("x") != "" || s.IsLoopback() {
		t.Error("a zero server has no handler")
	}
	s.Handle(func(x string) string { return x + x })
	if got := s.Serve("x"); got != "xx" {
		t.Error(got)
	}
	s.Unset()
	if s.Serve("x") != "" {
		t.Error("still there")
	}
	var n Named
	n.Replace(map[string]int{"a": 1})
	if n.Get("a") != 1 || n.Size() != 1 {
		t.Error("lost")
	}
}

package golden

import "testing"

func TestExpire(t *testing.T) {
	s := New()
	for range 9 {
		s.Expire("a")
	}
	for range 9 {
		<-s.done
	}
	if s.Len() != 1 {
		t.Fatal(s.Len())
	}
}

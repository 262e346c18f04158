package golden

import "testing"

func TestLast(t *testing.T) {
	l := &Log{files: map[int]string{1: "one"}}
	l.Drop(1)
	l.mu.RLock()
	file := l.files[l.Last()]
	l.mu.RUnlock()
	if file != "one" {
		t.Errorf("the last file is %q", file)
	}
}

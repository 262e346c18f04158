package audit

import (
	"testing"
	"time"
)

func TestAppendAndCount(t *testing.T) {
	l := Open(t.TempDir())
	day := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for i := range 3 {
		if err := l.Append("ann", "logged in", day.AddDate(0, 0, i%2)); err != nil {
			t.Fatal(err)
		}
	}
	if lines, err := l.Count(); err != nil || lines != 3 {
		t.Errorf("got %d lines, %v", lines, err)
	}
	if len(l.files) != 2 {
		t.Errorf("got %d files", len(l.files))
	}
	_ = l.Written()
}

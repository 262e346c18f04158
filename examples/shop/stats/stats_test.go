package stats

import (
	"strings"
	"testing"
	"time"
)

func TestRecorder(t *testing.T) {
	r := NewRecorder()
	for _, path := range []string{"/", "/cart", "/"} {
		r.Request(path, 200, 512, time.Millisecond)
	}
	var out strings.Builder
	if err := r.Write(&out); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "     2 /\n     1 /cart\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if r.Bytes() != 1536 || r.Requests() != 3 || r.statuses["/"][200] != 2 {
		t.Errorf("got %d bytes, %d requests, %v", r.Bytes(), r.Requests(), r.statuses)
	}
}

func TestSummarize(t *testing.T) {
	byPath := Summarize([]string{"/", "/"}, []time.Duration{time.Second, time.Minute})
	MarkFailed(byPath, "/nowhere")
	if got := byPath["/"]; got != (Endpoint{Hits: 2, Slowest: time.Minute}) || len(byPath) != 1 {
		t.Errorf("got %+v", byPath)
	}
}

func TestHistogramPlus(t *testing.T) {
	a := histogram{counts: [4]int{1, 2, 3, 4}, sum: time.Second}
	if got := a.plus(a); got.counts != [4]int{2, 4, 6, 8} || a.sum != time.Second {
		t.Errorf("got %+v", got)
	}
}

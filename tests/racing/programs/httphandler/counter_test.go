package httphandler

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestVisits(t *testing.T) {
	v := NewVisits()
	hammer.Run(8, func(i int) {
		for range 20 {
			r := httptest.NewRequest(http.MethodGet, "/a", nil)
			v.ServeHTTP(httptest.NewRecorder(), r)
		}
	})
	if v.Total() != 160 {
		t.Errorf("%d visits, want 160", v.Total())
	}
}

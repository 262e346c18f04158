//go:build race

package traffic

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Visitors come at the same time, as they do. What goes wrong then only the race detector shows for
// sure, so the test is for it alone.
func TestVisitorsAtOnce(t *testing.T) {
	served := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {})
	m := NewMonitor(served, &Limits{PerVisitor: 60, Message: "too often"})
	var wg sync.WaitGroup
	for range 10 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 10 {
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				r.Header.Set("X-Visitor", "ann")
				m.ServeHTTP(httptest.NewRecorder(), r)
			}
			m.SetLimits(&Limits{PerVisitor: 60, Message: "slow down"})
		}()
	}
	wg.Wait()
	if m.Visits("ann") != 100 || m.Rejected() != 40 {
		t.Errorf("%d visits, %d rejected; want 100, 40", m.Visits("ann"), m.Rejected())
	}
}

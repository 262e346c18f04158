package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// request sends one request and returns the status and the page.
func request(h http.Handler, method, path string, form url.Values) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, strings.TrimSpace(w.Body.String())
}

func TestBuyingAMug(t *testing.T) {
	h := newShop(t.TempDir()).routes()
	status, session := request(h, "POST", "/users", url.Values{"name": {"Ann"}})
	if status != http.StatusOK {
		t.Fatalf("got %d: %s", status, session)
	}
	steps := []struct {
		method, path string
		form         url.Values
		status       int
		page         string
	}{
		{"GET", "/search?q=mug", nil, 200, "mug"},
		{"GET", "/items/mug", nil, 200, "Blue Mug: 9.00"},
		{"GET", "/items/cup", nil, 404, "no such item"},
		{"POST", "/cart/" + session + "/mug", url.Values{"n": {"3"}}, 200, "3 x Blue Mug"},
		{"POST", "/cart/" + session + "/mug", url.Values{"n": {"38"}}, 409, "mug: sold out"},
		{"POST", "/cart/" + session + "/mug", nil, 400, "how many?"},
		{"POST", "/cart/nobody/mug", nil, 403, "no such session"},
		{"POST", "/checkout/" + session, nil, 200, "27.00 EUR"},
		{"POST", "/checkout/" + session, nil, 409, "the cart is empty"},
	}
	for _, step := range steps {
		status, page := request(h, step.method, step.path, step.form)
		if status != step.status || page != step.page {
			t.Errorf("%s %s: got %d %q, want %d %q", step.method, step.path, status, page, step.status, step.page)
		}
	}
	if status, page := request(h, "GET", "/stats", nil); status != 200 || !strings.Contains(page, "/items/mug") {
		t.Errorf("got %d %q", status, page)
	}
}

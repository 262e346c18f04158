package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// request sends one request and returns the status and the page.
func request(h http.Handler, method, path string, form url.Values) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, strings.TrimSpace(w.Body.String())
}

// open returns the routes of a shop with a mug and a pot.
func open(t *testing.T) http.Handler {
	t.Helper()
	shop, err := newShop(settings{logs: t.TempDir(), idle: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return shop.routes()
}

func TestBuyingAMug(t *testing.T) {
	h := open(t)
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

func TestPrices(t *testing.T) {
	w := httptest.NewRecorder()
	open(t).ServeHTTP(w, httptest.NewRequest("GET", "/prices", nil))
	list, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(list); err != nil || !strings.Contains(string(got), "mug;Blue Mug;9.00\n") {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAuditLog(t *testing.T) {
	h := open(t)
	for _, step := range []struct{ method, path, page string }{
		{"POST", "/users?name=Ann", ""},
		{"GET", "/audit", "1 lines"},
		{"POST", "/audit/rotate", time.Now().Format(time.DateOnly) + ".log"},
	} {
		if status, page := request(h, step.method, step.path, nil); status != 200 || !strings.HasSuffix(page, step.page) {
			t.Errorf("%s: got %d %q, want %q", step.path, status, page, step.page)
		}
	}
}

func TestItemsOfAFile(t *testing.T) {
	items := filepath.Join(t.TempDir(), "items.csv")
	if err := os.WriteFile(items, []byte("cup,White Cup,700,9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	shop, err := newShop(settings{items: items, logs: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if _, page := request(shop.routes(), "GET", "/items/cup", nil); page != "White Cup: 7.00" {
		t.Errorf("got %q", page)
	}
	if _, err := newShop(settings{items: items + ".bak"}); err == nil {
		t.Error("a file that is not there was read")
	}
}

package notify

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestSend(t *testing.T) {
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("X-Secret")
	}))
	defer server.Close()
	s := NewSender(server.Client(), Hook{URL: server.URL, Secret: "tea"})
	if err := s.Send(context.Background(), Event{Kind: "order"}); err != nil || got != "tea" {
		t.Errorf("got %q, %v", got, err)
	}
	if failed := s.All(context.Background(), []Event{{Kind: "order"}}); len(failed) != 0 {
		t.Errorf("got %v", failed)
	}
}

func TestRetryGivesUp(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	s := NewSender(server.Client(), Hook{URL: server.URL})
	if err := s.Retry(ctx, Event{Kind: "order"}, 10*time.Millisecond); err == nil {
		t.Error("a hook that is not there was reached")
	}
}

func TestRedirectKeepsTheHooks(t *testing.T) {
	s := NewSender(nil, Hook{URL: "http://a", Secret: "x"})
	if moved := s.Redirect("http://b"); moved[0].URL != "http://b/x" || s.hooks[0].URL != "http://a" {
		t.Errorf("got %v", moved)
	}
}

func TestLine(t *testing.T) {
	at := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	if got := NewSender(nil).Line(Event{Kind: "order", Text: "9.00", At: at}); got != "04:05:06 order: 9.00" {
		t.Errorf("got %q", got)
	}
}

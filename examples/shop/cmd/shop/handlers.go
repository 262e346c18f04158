package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"time"

	"example.com/shop/cart"
	"example.com/shop/catalog"
	"example.com/shop/internal/accounts"
	"example.com/shop/internal/audit"
	"example.com/shop/internal/notify"
	"example.com/shop/pricing"
	"example.com/shop/session"
	"example.com/shop/stats"
)

type shop struct {
	catalog  *catalog.Catalog
	accounts *accounts.Directory
	carts    *cart.Store
	sessions *session.Manager
	stats    *stats.Recorder
	audit    *audit.Log
	notify   *notify.Sender
	now      func() time.Time
	failures failures
}

// failures counts what went wrong, by status.
type failures struct {
	total    int
	byStatus map[int]int
	last     error
}

// note counts one failure.
func (f failures) note(status int, err error) {
	if f.byStatus != nil {
		f.byStatus[status]++
	}
	f.total++
	f.last = err
}

func (s *shop) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /users", s.handle(s.register))
	mux.HandleFunc("GET /search", s.handle(s.search))
	mux.HandleFunc("GET /items/{sku}", s.handle(s.show))
	mux.HandleFunc("POST /cart/{session}/{sku}", s.handle(s.add))
	mux.HandleFunc("POST /checkout/{session}", s.handle(s.checkOut))
	mux.HandleFunc("GET /stats", s.handle(s.showStats))
	mux.HandleFunc("GET /prices", s.prices)
	mux.HandleFunc("GET /audit", s.handle(s.countLog))
	mux.HandleFunc("POST /audit/rotate", s.handle(s.rotateLog))
	return mux
}

// problem is an error with the status that it is answered with.
type problem struct {
	status int
	err    error
}

func (p problem) Error() string { return p.err.Error() }

// handle runs one handler, answers its error, and counts the request.
func (s *shop) handle(h func(*bytes.Buffer, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		start := s.now()
		status := http.StatusOK
		page := new(bytes.Buffer)
		if err := h(page, r); err != nil {
			status = statusOf(err)
			s.failures.note(status, err)
			page.Reset()
			fmt.Fprintln(page, err)
		}
		w.WriteHeader(status)
		if _, err := w.Write(page.Bytes()); err != nil {
			return
		}
		s.stats.Request(r.URL.Path, status, int64(page.Len()), s.now().Sub(start))
	}
}

func statusOf(err error) int {
	var p problem
	switch {
	case errors.As(err, &p):
		return p.status
	case errors.Is(err, catalog.ErrSoldOut), errors.Is(err, cart.ErrEmpty):
		return http.StatusConflict
	default:
		return http.StatusInternalServerError
	}
}

func (s *shop) register(page *bytes.Buffer, r *http.Request) error {
	name := r.FormValue("name")
	if name == "" {
		return problem{http.StatusBadRequest, errors.New("a user needs a name")}
	}
	now := s.now()
	id := s.accounts.Add(accounts.User{Name: name})
	if err := s.accounts.Visit(id, now); err != nil {
		return err
	}
	started, err := s.sessions.Start(id, now)
	if err != nil {
		return err
	}
	fmt.Fprintf(page, "%s\n", started.ID)
	return s.audit.Append(name, "registered", now)
}

func (s *shop) search(page *bytes.Buffer, r *http.Request) error {
	for _, sku := range s.catalog.Search(r.FormValue("q")) {
		fmt.Fprintln(page, sku)
	}
	return nil
}

func (s *shop) show(page *bytes.Buffer, r *http.Request) error {
	item, ok := s.catalog.Item(r.PathValue("sku"))
	if !ok {
		return problem{http.StatusNotFound, errors.New("no such item")}
	}
	price := pricing.Current().Round(item.Price)
	pricing.Quote(r.RemoteAddr, price)
	fmt.Fprintf(page, "%s: %s\n", item.Title, price)
	return nil
}

func (s *shop) add(page *bytes.Buffer, r *http.Request) error {
	id, sku := r.PathValue("session"), r.PathValue("sku")
	if !s.sessions.Touch(id, r.URL.Path, s.now()) {
		return problem{http.StatusForbidden, errors.New("no such session")}
	}
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil || n < 1 {
		s.sessions.Refuse(id)
		return problem{http.StatusBadRequest, errors.New("how many?")}
	}
	item, ok := s.catalog.Item(sku)
	if !ok {
		return problem{http.StatusNotFound, errors.New("no such item")}
	}
	if err := s.catalog.Reserve(sku, n); err != nil {
		return err
	}
	s.carts.Add(id, sku, n, item.Price)
	s.sessions.Remind(id, func() { s.remind(id) })
	fmt.Fprintf(page, "%d x %s\n", n, item.Title)
	return nil
}

func (s *shop) checkOut(page *bytes.Buffer, r *http.Request) error {
	total, err := s.carts.CheckOut(r.PathValue("session"))
	if err != nil {
		return err
	}
	fmt.Fprintf(page, "%s %s\n", total, pricing.Current().Currency)
	event := notify.Event{Kind: "order", Text: total.String(), At: s.now()}
	return s.notify.Send(context.WithoutCancel(r.Context()), event) // sent even if the customer has left
}

// remind tells the hooks of a cart that nobody has touched for a while.
func (s *shop) remind(session string) {
	event := notify.Event{Kind: "reminder", Text: session, At: s.now()}
	if err := s.notify.Send(context.Background(), event); err != nil {
		log.Printf("%s: %v", s.notify.Line(event), err)
	}
}

func (s *shop) showStats(page *bytes.Buffer, _ *http.Request) error {
	return s.stats.Write(page)
}

func (s *shop) countLog(page *bytes.Buffer, _ *http.Request) error {
	lines, err := s.audit.Count()
	if err != nil {
		return err
	}
	fmt.Fprintf(page, "%d lines\n", lines)
	return nil
}

// rotateLog is called after the file of today has been moved away.
func (s *shop) rotateLog(page *bytes.Buffer, _ *http.Request) error {
	file, err := s.audit.Rotate(s.now().Format(time.DateOnly))
	if err != nil {
		return err
	}
	fmt.Fprintln(page, file.Name())
	return nil
}

// Package notify tells other systems what happened in the shop.
package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Event is what is sent.
type Event struct {
	Kind string    `json:"kind"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Hook is one receiver of events.
type Hook struct {
	URL    string
	Secret string
	outcome
}

// outcome is what became of the last delivery.
type outcome struct {
	status  int
	err     error
	retries int
}

// Sender posts events to all hooks.
type Sender struct {
	client *http.Client
	hooks  []Hook
	spare  chan *bytes.Buffer
	last   *outcome
}

// NewSender returns a sender for the given hooks.
func NewSender(client *http.Client, hooks ...Hook) *Sender {
	return &Sender{client: client, hooks: hooks, spare: make(chan *bytes.Buffer, 8), last: &outcome{}}
}

// takeBuffer takes a buffer from the pool, or makes one when the pool is empty.
func (s *Sender) takeBuffer() *bytes.Buffer {
	select {
	case b := <-s.spare:
		b.Reset()
		return b
	default:
		return new(bytes.Buffer)
	}
}

// giveBuffer puts a buffer back, unless the pool is full.
func (s *Sender) giveBuffer(b *bytes.Buffer) {
	select {
	case s.spare <- b:
	default:
	}
}

// Line describes an event for the log.
func (s *Sender) Line(event Event) string {
	line := s.takeBuffer()
	fmt.Fprintf(line, "%s %s: %s", event.At.Format(time.TimeOnly), event.Kind, event.Text)
	return line.String()
}

// Send posts an event to every hook at once and waits for all of them.
func (s *Sender) Send(ctx context.Context, event Event) error {
	body := s.takeBuffer()
	if err := json.NewEncoder(body).Encode(event); err != nil {
		return err
	}
	var wg sync.WaitGroup
	for _, hook := range s.hooks {
		hook := hook
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.last.status, s.last.err = s.post(ctx, hook, body.Bytes())
		}()
	}
	wg.Wait()
	return s.last.err
}

func (s *Sender) post(ctx context.Context, hook Hook, body []byte) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("X-Secret", hook.Secret)
	response, err := s.client.Do(request)
	if err != nil {
		return 0, err
	}
	if response.StatusCode >= http.StatusBadRequest {
		return response.StatusCode, fmt.Errorf("%s answers %s", hook.URL, response.Status)
	}
	return response.StatusCode, nil
}

// Retry sends until it works or the context ends.
func (s *Sender) Retry(ctx context.Context, event Event, pause time.Duration) error {
	for {
		if err := s.Send(ctx, event); err == nil {
			return nil
		}
		s.retried()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// retried counts a retry for every hook.
func (s *Sender) retried() {
	for _, hook := range s.hooks {
		hook.outcome.retries++
	}
}

// Redirect returns the hooks as they would be on another host; the originals stay.
func (s *Sender) Redirect(host string) []Hook {
	var moved []Hook
	for _, hook := range s.hooks {
		hook.URL = host + "/" + hook.Secret
		moved = append(moved, hook)
	}
	return moved
}

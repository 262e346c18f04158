package session

import "context"

type Session struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func New(parent context.Context) *Session {
	s := &Session{}
	s.ctx, s.cancel = context.WithCancel(parent)
	return s
}

func (s *Session) Renew() {
	s.ctx, s.cancel = context.WithCancel(s.ctx)
}

func (s *Session) Close() { s.cancel() }

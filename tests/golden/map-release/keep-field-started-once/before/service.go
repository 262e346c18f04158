package service

import "context"

type Service struct{ cancel context.CancelFunc }

func (s *Service) Start(parent context.Context) {
	ctx, cancel := context.WithCancel(parent)
	s.cancel = cancel
	go func() { <-ctx.Done() }()
}

func (s *Service) Stop() { s.cancel() }

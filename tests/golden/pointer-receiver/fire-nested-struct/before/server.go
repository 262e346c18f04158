package server

type limits struct{ rate struct{ burst int } }

type server struct{ limits limits }

func (s server) allow(n int) {
	s.limits.rate.burst = n
	(s.limits).rate.burst++
	(s).limits = limits{}
}

package lastseen

import "time"

// Peer is another node.
type Peer struct {
	id       string
	lastSeen time.Time
}

func New(id string) *Peer { return &Peer{id: id} }

func (p *Peer) Touch() { p.lastSeen = time.Now() }

func (p *Peer) Idle(now time.Time) time.Duration {
	return now.Sub(p.lastSeen)
}

func (p *Peer) ID() string { return p.id }

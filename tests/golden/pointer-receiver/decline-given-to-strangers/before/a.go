package a

import (
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/missing/lib"
)

type coder struct{ n int }

func (c coder) Encode() int { return c.n }

func open(bucket lib.Bucket) { bucket.SetCoder(coder{}) }

type sink struct{ n int }

func (s sink) Write(p []byte) (int, error) { return s.n, nil }

// Another argument of the same call says nothing of the sink.
func logTo(s sink) { lib.LogTo(3, s) }

func logToAnother(w lib.Writer) { lib.LogTo(4, w) }

type plugin struct{ n int }

func (p plugin) Name() int { return p.n }

var options = lib.Options{Plugin: plugin{}}

type event struct{ n int }

func (e event) ID() int { return e.n }

// nil is any interface's.
func send(e event) {
	lib.Send(e)
	lib.Send(nil)
}

type fault struct{ n int }

func (f fault) Error() string { return "fault" }

func expect(t *testing.T, f fault) { require.NoError(t, f) }

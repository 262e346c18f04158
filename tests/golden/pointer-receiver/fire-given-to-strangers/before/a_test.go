package a

import (
	"testing"

	"github.com/stretchr/testify/require"
)

type shape struct{ n int }

func (s shape) Area() int { return s.n }

func TestShapes(t *testing.T) {
	require.Equal(t, shape{}, shape{})
	a := require.New(t)
	a.Empty(shape{})
}

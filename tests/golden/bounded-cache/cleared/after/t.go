package t

import (
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
)

type T struct {
	m *expirable.LRU[string, int]
}

func New() *T { return &T{m: expirable.NewLRU[string, int](8, nil, time.Minute)} }

func (t *T) Put(key string, value int) { t.m.Add(key, value) }

func (t *T) Reset() { t.m.Purge() }

package golden

import (
	"sync"

	"example.com/elsewhere/record"
)

var pool sync.Pool

func give(decoded any) {
	switch v := decoded.(type) {
	case []record.Series:
		pool.Put(v)
	}
}

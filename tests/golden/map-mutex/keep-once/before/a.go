package golden

import "sync"

var (
	once  sync.Once
	words map[string]int
)

func load() {
	words = map[string]int{"a": 1}
	words["b"] = 2
}

func Word(k string) int {
	once.Do(load)
	return words[k]
}

func Warm() {
	go Word("a")
	go Word("b")
}

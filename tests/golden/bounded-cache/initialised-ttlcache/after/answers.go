package answers

import (
	"time"

	"github.com/jellydator/ttlcache/v3"
)

var (
	asked   int
	answers = ttlcache.New(
		ttlcache.WithTTL[string, string](250*time.Millisecond),
		ttlcache.WithCapacity[string, string](100),
		ttlcache.WithDisableTouchOnHit[string, string](),
	) // by question
)

// What has expired in answers is removed in the background.
func init() {
	go answers.Start()
}

// Answer asks once.
func Answer(question string, ask func(string) string) string {
	var answer string
	if item := answers.Get(question); item != nil {
		answer = item.Value()
	}
	if answer == "" {
		asked++
		answer = ask(question)
		answers.Set(question, answer, ttlcache.DefaultTTL)
	}
	return answer
}

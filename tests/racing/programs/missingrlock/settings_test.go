package missingrlock

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestTheme(t *testing.T) {
	var s Settings
	hammer.Run(8, func(i int) {
		s.SetTheme("dark")
		s.SetSize(i)
		if s.Size() < 0 || s.Theme() != "dark" {
			t.Error(s.Size(), s.Theme())
		}
	})
}

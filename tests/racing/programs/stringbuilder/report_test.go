package stringbuilder

import (
	"strings"
	"testing"
)

func TestReport(t *testing.T) {
	lines := make([]string, 80)
	for i := range lines {
		lines[i] = "line"
	}
	if n := strings.Count(Report(lines), "line\n"); n != 80 {
		t.Errorf("%d lines, want 80", n)
	}
}

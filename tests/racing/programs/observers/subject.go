package observers

import "slices"

// Subject calls its observers when the value changes.
type Subject struct {
	observers []func(int)
	value     int
}

func (s *Subject) Observe(f func(int)) {
	s.observers = append(s.observers, f)
}

// Set changes the value. An observer may call Value.
func (s *Subject) Set(v int) {
	s.value = v
	for _, f := range s.observers {
		f(v)
	}
}

func (s *Subject) Value() int { return s.value }

func (s *Subject) Len() int { return len(slices.Clone(s.observers)) }

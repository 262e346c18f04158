package golden

type Entry struct {
	Name string
	Seen map[string]bool
}

func New(name string) *Entry { return &Entry{name, map[string]bool{}} }

func (e *Entry) Mark(k string) { e.Seen[k] = true }

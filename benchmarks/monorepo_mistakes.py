"""Mistakes for the synthetic monorepo: each compiles, and a codemod has something to say of it."""

from __future__ import annotations

from monorepo_code import piece

MISTAKES = (
    piece(
        "ageing",
        "",
        """
type ${t}Shelf struct {
	stock map[string]${t}Crate
}

type ${t}Crate struct {
	days int
	from string
}

// age makes every crate of ${noun}s a day older.
func (s *${t}Shelf) age() {
	for _, crate := range s.stock {
		crate.days++
	}
}

func (s *${t}Shelf) oldest() (days int) {
	for _, crate := range s.stock {
		if crate.days > days {
			days = crate.days
		}
	}
	return days
}
""",
        "map-writeback",
    ),
    piece(
        "meter",
        "",
        """
type ${t}Meter struct {
	passed int
	failed int
}

func (m ${t}Meter) note(ok bool) {
	if ok {
		m.passed++
	} else {
		m.failed++
	}
}

func (m ${t}Meter) rate() float64 { return float64(m.passed) / float64(m.passed+m.failed) }

func watch$T(results []bool) float64 {
	var meter ${t}Meter
	for _, ok := range results {
		meter.note(ok)
	}
	return meter.rate()
}
""",
        "pointer-receiver",
    ),
    piece(
        "count",
        "strings",
        """
// Count${T} counts the words of a $noun.
func Count${T}(text string) map[string]int {
	var counts map[string]int
	for _, word := range strings.Fields(text) {
		counts[strings.ToLower(word)]++
	}
	return counts
}
""",
        "nil-map",
    ),
    piece(
        "index",
        "",
        """
type ${t}Row struct {
	key   string
	value float64
}

// index${T} finds ${noun}s by their key.
func index${T}(rows []${t}Row) map[string]${t}Row {
	index := make(map[string]${t}Row)
	for _, row := range rows {
		index[row.key] = row
	}
	return index
}
""",
        "map-prealloc",
    ),
    piece(
        "probe",
        "fmt net/http",
        """
// Probe${T} asks whether the service of a $noun is up.
func Probe${T}(url string) error {
	answer, err := http.Get(url)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the $noun answers %s", answer.Status)
	}
	return nil
}
""",
        "body-close",
    ),
    piece(
        "totals",
        "io os",
        """
// Total${T} adds up the sizes of the files of a $noun.
func Total${T}(paths []string) (int64, error) {
	var total int64
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		defer file.Close()
		size, err := io.Copy(io.Discard, file)
		if err != nil {
			return 0, err
		}
		total += size
	}
	return total, nil
}
""",
        "loop-leak",
    ),
    piece(
        "settings",
        "",
        """
// Try${T} changes a setting of a $noun, and takes it back where that is no good.
func Try${T}(settings map[string]string, name, value string, good func() bool) bool {
	backup := settings
	settings[name] = value
	if !good() {
		for each := range settings {
			settings[each] = backup[each]
		}
		return false
	}
	return true
}
""",
        "map-alias",
    ),
    piece(
        "lines",
        "os sync",
        """
// ${T}Lines holds one open line per $noun.
type ${T}Lines struct {
	mu   sync.Mutex
	open map[string]*${T}Line
}

// ${T}Line is a file that somebody writes.
type ${T}Line struct{ file *os.File }

func (l *${T}Line) Close() error { return l.file.Close() }

func New${T}Lines() *${T}Lines {
	return &${T}Lines{open: make(map[string]*${T}Line)}
}

func (l *${T}Lines) Set(name string, line *${T}Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[name] = line
}

func (l *${T}Lines) CloseAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, line := range l.open {
		line.Close()
		delete(l.open, name)
	}
}
""",
        "map-release",
    ),
    piece(
        "gauge",
        "sync",
        """
// ${T}Gauge says how many ${noun}s are in use.
type ${T}Gauge struct {
	mu    sync.Mutex
	total int
}

func (g *${T}Gauge) Add(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.total += n
}

func (g *${T}Gauge) Drop(n int) {
	g.mu.Lock()
	g.total -= n
	g.mu.Unlock()
}

func (g *${T}Gauge) Level() int {
	return g.total
}
""",
        "shared-field",
    ),
    piece(
        "tally",
        "sync",
        """
// Tally${T} runs the jobs of a $noun at once, and says how many went well.
func Tally${T}(jobs []func() bool) int {
	var group sync.WaitGroup
	good := 0
	for number := range jobs {
		group.Add(1)
		go func(job func() bool) {
			defer group.Done()
			if job() {
				good++
			}
		}(jobs[number])
	}
	group.Wait()
	return good
}
""",
        "atomic-counter",
    ),
    piece(
        "later",
        "",
        """
// Later${T} makes a function of each name of a $noun.
func Later${T}(names []string, use func(string)) []func() {
	var calls []func()
	for _, name := range names {
		calls = append(calls, func() { use(name) })
	}
	return calls
}
""",
        "loopvar",
        old=True,
    ),
)

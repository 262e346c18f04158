"""Go code for the synthetic monorepo: sound filler, and what crosses packages.

Every text is a `string.Template`; `$T` is a type name, `$t` the same in lower case, `$noun` a word.
Names are unique within a package, because each text is used at most once in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Template


@dataclass(frozen=True)
class Piece:
    """A file's worth of code: what it imports, and which codemod has something to say about it."""

    name: str
    imports: tuple[str, ...]
    text: Template
    codemod: str = ""  # "" for code that is sound
    old: bool = False  # a mistake only below Go 1.22


def piece(name: str, imports: str, text: str, codemod: str = "", *, old: bool = False) -> Piece:
    return Piece(name, tuple(imports.split()), Template(text.lstrip("\n")), codemod, old)


SOUND = (
    piece(
        "store",
        "errors sync",
        """
// ${T}Store keeps every $noun by its code.
type ${T}Store struct {
	mu    sync.RWMutex
	items map[string]$T
	order []string
}

// $T is one $noun with its amount.
type $T struct {
	Code   string
	Amount int
	Labels []string
}

var errNo$T = errors.New("no such $noun")

func New${T}Store(room int) *${T}Store {
	return &${T}Store{items: make(map[string]$T, room)}
}

func (s *${T}Store) Put(item $T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.items[item.Code]; !known {
		s.order = append(s.order, item.Code)
	}
	s.items[item.Code] = item
}

func (s *${T}Store) Find(code string) ($T, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	item, known := s.items[code]
	if !known {
		return $T{}, errNo$T
	}
	return item, nil
}

func (s *${T}Store) Sum() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	sum := 0
	for _, code := range s.order {
		sum += s.items[code].Amount
	}
	return sum
}
""",
    ),
    piece(
        "steps",
        "fmt sort strings",
        """
// ${T}Steps turns lines of text into a table of ${noun}s.
type ${T}Steps struct {
	seen  map[string]int
	width int
}

func (p *${T}Steps) Read(text string) error {
	if p.seen == nil {
		p.seen = make(map[string]int)
	}
	for number, line := range strings.Split(text, "\\n") {
		name, rest, found := strings.Cut(strings.TrimSpace(line), "=")
		if !found {
			return fmt.Errorf("line %d: no equals sign in %q", number+1, line)
		}
		p.seen[name] += len(rest)
		p.width = max${T}(p.width, len(name))
	}
	return nil
}

func (p *${T}Steps) Table() []string {
	rows := make([]string, 0, len(p.seen))
	for name, size := range p.seen {
		rows = append(rows, fmt.Sprintf("%-*s %d", p.width, name, size))
	}
	sort.Strings(rows)
	return rows
}

func max${T}(a, b int) int {
	switch {
	case a > b:
		return a
	default:
		return b
	}
}
""",
    ),
    piece(
        "queue",
        "context time",
        """
// ${T}Queue hands ${noun}s to one worker, and stops with its context.
type ${T}Queue struct {
	work chan func(context.Context) error
	fail func(error)
}

func Start${T}Queue(ctx context.Context, depth int, fail func(error)) *${T}Queue {
	q := &${T}Queue{work: make(chan func(context.Context) error, depth), fail: fail}
	go q.run(ctx)
	return q
}

func (q *${T}Queue) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-q.work:
			if err := q.one(ctx, job); err != nil {
				q.fail(err)
			}
		}
	}
}

func (q *${T}Queue) one(ctx context.Context, job func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	return job(limited)
}
""",
    ),
    piece(
        "shape",
        "math",
        """
// ${T}Point and its kin describe where a $noun lies.
type ${T}Point struct{ X, Y float64 }

type ${T}Area interface {
	Size() float64
	Holds(p ${T}Point) bool
}

type ${t}Disc struct {
	centre ${T}Point
	radius float64
}

type ${t}Box struct{ low, high ${T}Point }

func (d ${t}Disc) Size() float64 { return math.Pi * d.radius * d.radius }

func (d ${t}Disc) Holds(p ${T}Point) bool {
	return math.Hypot(p.X-d.centre.X, p.Y-d.centre.Y) <= d.radius
}

func (b ${t}Box) Size() float64 { return (b.high.X - b.low.X) * (b.high.Y - b.low.Y) }

func (b ${t}Box) Holds(p ${T}Point) bool {
	return b.low.X <= p.X && p.X <= b.high.X && b.low.Y <= p.Y && p.Y <= b.high.Y
}

func Largest${T}(areas []${T}Area) float64 {
	best := 0.0
	for _, area := range areas {
		best = math.Max(best, area.Size())
	}
	return best
}
""",
    ),
)

#: A type of one package whose method loses its writes; others call it (`CALLER`).
CROSSING = Template(
    """
// ${T}Book counts the entries of a $noun.
type ${T}Book struct {
	Entries int
	Sum     int
}

// Enter counts one entry.
func (b ${T}Book) Enter(amount int) {
	b.Entries++
	b.Sum += amount
}

// Mean is what an entry has on average.
func (b ${T}Book) Mean() int {
	if b.Entries == 0 {
		return 0
	}
	return b.Sum / b.Entries
}
"""
)

#: Its use in another package: the map element has no address, so this file changes with it.
CALLER = Template(
    """
type ${t}Ledger struct {
	books map[string]$package.${T}Book
}

func (l *${t}Ledger) enter(name string, amount int) {
	l.books[name].Enter(amount)
}

func (l *${t}Ledger) mean(name string) int {
	return l.books[name].Mean()
}
"""
)

#: One declaration per system; `$fault` is the receiver's mistake or none.
SYSTEM = Template(
    """
type ${t}Disk struct {
	free  int
	limit int
}

func (d ${t}Disk) use(n int) {
	d.free -= n
}

func (d ${t}Disk) name() string { return "$system" }

func fill${T}(blocks []int) int {
	disk := ${t}Disk{free: $room, limit: $room}
	for _, n := range blocks {
		disk.use(n)
	}
	return disk.free
}
"""
)

#: What a build for one system alone holds against a fix of the file beside it.
TRAP = Template(
    """
type ${t}User interface{ use(n int) }

func asUser${T}(d ${t}Disk) ${t}User { return d }

var _ = asUser${T}
"""
)

GENERATED = Template(
    """
func wide${T}(n []int) map[int]int {
	var widths map[int]int
	for _, each := range n {
		widths[each]++
	}
	return widths
}
"""
)

package caches

import (
	"net/http"
	"sync"
)

// Filled by what misses, for a caller's key.
var rates = map[string]float64{}

func Rate(currency string) float64 {
	if rate, ok := rates[currency]; ok {
		return rate
	}
	rate := fetch(currency)
	rates[currency] = rate
	return rate
}

func fetch(currency string) float64 { return float64(len(currency)) }

// Filled for every path that is requested.
var pages = struct {
	sync.Mutex
	n int
}{}

var pageCache = make(map[string][]byte)

func serve(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	pages.Lock()
	defer pages.Unlock()
	page := pageCache[path]
	if page == nil {
		page = render(path)
		pageCache[path] = page
	}
	w.Write(page)
}

func render(path string) []byte { return []byte(path) }

func Listen() { http.HandleFunc("/", serve) }

// One entry for each session that ever began.
var sessions = map[string]int{}

func Begin(user string, now int) { sessions[user] = now }

func Began(user string) (int, bool) {
	began, ok := sessions[user]
	return began, ok
}

// Directory is shared: it has a lock.
type Directory struct {
	mu    sync.Mutex
	names map[int]string
}

func (d *Directory) Name(id int, ask func(int) (string, error)) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	name, ok := d.names[id]
	if !ok {
		var err error
		name, err = ask(id)
		if err != nil {
			return "", err
		}
		d.names[id] = name
	}
	return name, nil
}

// Sizes has no lock, but there is one for the program.
type Sizes struct{ bySite map[string]int }

var sizes = NewSizes()

func NewSizes() *Sizes { return &Sizes{bySite: map[string]int{}} }

func (s *Sizes) Of(site string) int {
	if n, ok := s.bySite[site]; ok {
		return n
	}
	n := len(render(site))
	s.bySite[site] = n
	return n
}

func Size(site string) int { return sizes.Of(site) }

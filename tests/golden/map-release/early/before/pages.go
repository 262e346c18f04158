package pages

type Page struct{ Data [64 << 20]byte }

var pages = map[string]*Page{}

func render(name string) *Page { return &Page{} }

func Refresh(name string) {
	pages[name] = render(name)
}

package pages

type Page struct{ Data [64 << 20]byte }

var pages = map[string]*Page{}

func render(name string) (*Page, error) { return &Page{}, nil }

func Refresh(name string) (err error) {
	pages[name], err = render(name)
	return err
}

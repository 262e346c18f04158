package golden

var codecs = map[string]func(string) string{
	"id": func(s string) string { return s },
}

func init() {
	codecs["up"] = func(s string) string { return s + "!" }
}

func Encode(names []string) {
	for _, name := range names {
		go func() {
			if f, ok := codecs[name]; ok {
				f(name)
			}
		}()
	}
}

package exportedmap

// Codes maps names to codes. Importers read and write it.
var Codes = map[string]int{"ok": 0}

func Register(name string, code int) { Codes[name] = code }

func Code(name string) (int, bool) {
	code, ok := Codes[name]
	return code, ok
}

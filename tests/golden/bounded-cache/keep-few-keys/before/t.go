package t

import "reflect"

type level int

const (
	low level = iota
	high
)

var (
	names   = map[level]string{}
	flags   = map[bool]string{}
	tables  = map[byte][]byte{}
	fields  = map[reflect.Type][]string{}
	answers = map[string]string{}
)

func Name(l level, ask func(level) string) string {
	name, ok := names[l]
	if !ok {
		name = ask(l)
		names[l] = name
	}
	return name
}

func Flag(b bool, ask func(bool) string) string {
	name, ok := flags[b]
	if !ok {
		name = ask(b)
		flags[b] = name
	}
	return name
}

func Table(b byte, make func(byte) []byte) []byte {
	if t, ok := tables[b]; ok {
		return t
	}
	t := make(b)
	tables[b] = t
	return t
}

func Fields(v any) []string {
	t := reflect.TypeOf(v)
	if f, ok := fields[t]; ok {
		return f
	}
	f := list(t)
	fields[t] = f
	return f
}

func list(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		names = append(names, t.Field(i).Name)
	}
	return names
}

func Version(ask func() string) string {
	if v, ok := answers["version"]; ok {
		return v
	}
	v := ask()
	answers["version"] = v
	return v
}

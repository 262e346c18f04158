// Package injected fills its fields through reflection.
package injected

import "reflect"

type service struct {
	Names map[string]int
}

func inject(target any) {
	value := reflect.ValueOf(target).Elem()
	for i := range value.NumField() {
		field := value.Field(i)
		field.Set(reflect.MakeMap(field.Type()))
	}
}

func newService() *service {
	s := &service{}
	inject(s)
	return s
}

func (s *service) add(word string) { s.Names[word]++ }

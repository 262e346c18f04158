package flag

type flag struct{ on, seen bool }

func (f flag) toggle(b bool) {
	f.on = false
	f.seen = false
	if b {
		f.on = true
	} else {
		f.on = false
	}
}

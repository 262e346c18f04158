package rec

type rec struct{ n int }

func get() (rec, error) { return rec{}, nil }

func (r rec) load() error {
	r, err := get()
	return err
}

package load

import "encoding/json"

type rec struct {
	N     int
	inner *rec
}

func (r rec) into(data []byte) error { return json.Unmarshal(data, r.inner) }

func (r rec) with(data []byte) (rec, error) {
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r rec) local(data []byte) (n int, err error) {
	var v rec
	err = json.Unmarshal(data, &v)
	return v.N, err
}

package refcount

type Resource struct {
	refs   int32
	closed bool
}

func New() *Resource { return &Resource{refs: 1} }

func (r *Resource) Retain() { r.refs++ }

// Release closes the resource when nobody has it any more.
func (r *Resource) Release() {
	r.refs--
	if r.refs == 0 {
		r.closed = true
	}
}

func (r *Resource) Closed() bool { return r.closed }

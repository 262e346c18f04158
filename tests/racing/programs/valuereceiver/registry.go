package valuereceiver

// Registry knows the address of each service.
type Registry struct {
	addresses map[string]string
}

func NewRegistry() *Registry {
	return &Registry{addresses: map[string]string{}}
}

func (r Registry) Register(service, address string) {
	r.addresses[service] = address
}

func (r Registry) Address(service string) string {
	return r.addresses[service]
}

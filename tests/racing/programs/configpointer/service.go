package configpointer

// Config is not changed once it is in use.
type Config struct {
	Host string
	Path string
}

// Service answers by its configuration, which can be replaced.
type Service struct {
	config *Config
}

func New(c *Config) *Service { return &Service{config: c} }

func (s *Service) Reload(c *Config) { s.config = c }

func (s *Service) URL() string {
	return s.config.Host + s.config.Path
}

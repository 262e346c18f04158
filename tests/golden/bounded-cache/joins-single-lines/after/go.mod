module example.com/golden

go 1.24

require (
	github.com/google/uuid v1.6.0 // keep
	github.com/hashicorp/golang-lru/v2 v2.0.7
)

require github.com/stretchr/testify v1.11.1 // indirect

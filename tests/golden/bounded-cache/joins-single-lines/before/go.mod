module example.com/golden

go 1.24

require github.com/google/uuid v1.6.0 // keep

require github.com/stretchr/testify v1.11.1 // indirect

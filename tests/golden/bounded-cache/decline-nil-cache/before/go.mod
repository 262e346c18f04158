module example.com/golden

go 1.24

replace github.com/hashicorp/golang-lru/v2 => ./lru

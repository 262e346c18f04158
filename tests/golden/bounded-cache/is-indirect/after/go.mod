module example.com/golden

go 1.24

require (
	github.com/jellydator/ttlcache/v3 v3.3.0
	golang.org/x/sync v0.8.0 // indirect
)

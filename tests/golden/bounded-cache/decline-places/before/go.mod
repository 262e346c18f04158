module example.com/golden

go 1.24

replace github.com/jellydator/ttlcache/v3 => ./ttlcache

module example.com/golden

go 1.24

require github.com/jellydator/ttlcache/v3 v3.4.0

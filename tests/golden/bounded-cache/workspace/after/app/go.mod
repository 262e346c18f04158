module example.com/app

go 1.24

require github.com/jellydator/ttlcache/v3 v3.4.1

module example.com/overwrite

go 1.24

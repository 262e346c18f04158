module example.com/planter

go 1.24

module example.com/golden

go 1.24

require golang.org/x/sync v0.0.0-20220722155255-886fb9371eb4

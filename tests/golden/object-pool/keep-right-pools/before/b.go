package main

import "time"

var deadline = time.Time{}

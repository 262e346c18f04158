package routes

import "net/http"

func Register() { http.Handle("/", http.NotFoundHandler()) }

package a

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"sync"
)

type job struct {
	ctx  context.Context
	data [4096]byte
}

func one(ctx context.Context) string {
	j := &job{ctx: ctx}
	return fmt.Sprint(j)
}

type call struct {
	r    *http.Request
	data [4096]byte
}

func two(r *http.Request) string {
	c := call{r: r}
	return fmt.Sprint(&c)
}

type worker struct {
	done chan struct{}
	data [4096]byte
}

func three() string {
	w := &worker{}
	return fmt.Sprint(w)
}

func four(r io.Reader) (string, error) {
	password := make([]byte, 4096)
	n, err := r.Read(password)
	return string(password[:n]), err
}

type login struct {
	name, passwd string
	data         [4096]byte
}

func five() string {
	l := &login{}
	return fmt.Sprint(l)
}

func six(data, with []byte) []byte {
	mac := hmac.New(sha256.New, with)
	mac.Write(data)
	return mac.Sum(nil)
}

type guarded struct {
	mu   sync.Mutex
	data [4096]byte
}

func seven() string {
	g := &guarded{}
	return fmt.Sprint(g)
}

package main

import (
	"bytes"
	"compress/gzip"
	"log"
	"net/http"
	"strconv"
)

// prices answers with the packed price list, which partners fetch again and again.
func (s *shop) prices(w http.ResponseWriter, _ *http.Request) {
	packed := new(bytes.Buffer)
	packer := gzip.NewWriter(packed)
	err := s.catalog.WritePrices(packer)
	if err == nil {
		err = packer.Close()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Content-Length", strconv.Itoa(packed.Len()))
	if _, err := packed.WriteTo(w); err != nil {
		log.Print(err)
	}
}

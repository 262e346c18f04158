package a

import (
	"bytes"
	"net/http"
	"os/exec"
)

func request(url, text string) (*http.Request, error) {
	var buf bytes.Buffer
	buf.WriteString(text)
	req, err := http.NewRequest("POST", url, &buf)
	return req, err
}

func post(url, text string) error {
	buf := bytes.NewBufferString("")
	buf.WriteString(text)
	res, err := http.Post(url, "text/plain", buf)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func command() (string, error) {
	var buf bytes.Buffer
	cmd := exec.Command("true")
	cmd.Stdout = &buf
	err := cmd.Run()
	return buf.String(), err
}

var kept []*bytes.Buffer

func keep(buf *bytes.Buffer) { kept = append(kept, buf) }

func own(text string) {
	buf := new(bytes.Buffer)
	buf.WriteString(text)
	keep(buf)
}

package main

import (
	"archive/zip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

func ping(address string) error {
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("ping"))
	return err
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, nil
}

func names(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "select name from users")
	if err != nil {
		return nil, err
	}
	var found []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		found = append(found, name)
	}
	return found, rows.Err()
}

func insert(db *sql.DB, name string) error {
	statement, err := db.Prepare("insert into users values (?)")
	if err != nil {
		return err
	}
	_, err = statement.Exec(name)
	return err
}

func files(path string) (int, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return 0, err
	}
	return len(archive.File), nil
}

func upload(w http.ResponseWriter, r *http.Request) {
	file, header, err := r.FormFile("upload")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	fmt.Fprintln(w, header.Filename)
	_, _ = io.Copy(w, file)
}

// some closes it on one of two ways.
func some(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var magic [4]byte
	if _, err := io.ReadFull(f, magic[:]); err != nil {
		return err
	}
	if magic[0] != 1 {
		f.Close()
		return errors.New("no magic")
	}
	return f.Close()
}

// given hands it over, unless that fails.
func given(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(10, io.SeekStart); err != nil {
		return nil, err
	}
	return f, nil
}

// loop opens one after the other.
func loop(paths []string) (total int64, err error) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return total, err
		}
		n, err := io.Copy(io.Discard, f)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

func reachable(address string) bool {
	_, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	return true
}

func main() {
	_ = reachable("")
	_ = ping("")
	_, _ = freePort()
	_, _ = names(context.Background(), nil)
	_ = insert(nil, "")
	_, _ = files("")
	http.HandleFunc("/", upload)
	_ = some("")
	_, _ = given("")
	_, _ = loop(nil)
}

// Command shop serves a small shop over HTTP.
package main

import (
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
	"time"

	"example.com/shop/cart"
	"example.com/shop/catalog"
	"example.com/shop/internal/accounts"
	"example.com/shop/internal/audit"
	"example.com/shop/internal/notify"
	"example.com/shop/money"
	"example.com/shop/session"
	"example.com/shop/stats"
)

func main() {
	address := flag.String("listen", "localhost:8080", "address to listen on")
	debug := flag.String("debug", "localhost:6060", "address of the profiler")
	flag.Parse()

	go func() {
		log.Println(http.ListenAndServe(*debug, nil))
	}()
	shop := newShop(os.TempDir())
	log.Fatal(http.ListenAndServe(*address, shop.routes()))
}

// newShop returns a shop with a few things to buy.
func newShop(logs string) *shop {
	return &shop{
		catalog: catalog.New(
			catalog.Item{SKU: "mug", Title: "Blue Mug", Price: money.Cents(900), Stock: 40},
			catalog.Item{SKU: "pot", Title: "Tea Pot", Price: money.Cents(2400), Stock: 12},
		),
		accounts: accounts.NewDirectory(),
		carts:    cart.NewStore(),
		sessions: session.NewManager(30*time.Minute, log.Default()),
		stats:    stats.NewRecorder(),
		audit:    audit.Open(logs),
		notify:   notify.NewSender(http.DefaultClient),
		now:      time.Now,
	}
}

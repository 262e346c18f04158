// Command shop serves a small shop over HTTP.
package main

import (
	"flag"
	"fmt"
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

// settings is what the command line says.
type settings struct {
	items, logs, hook string
	idle              time.Duration
}

func main() {
	var given settings
	address := flag.String("listen", "localhost:8080", "address to listen on")
	debug := flag.String("debug", "localhost:6060", "address of the profiler")
	flag.StringVar(&given.items, "items", "", "CSV file of the items: SKU, title, cents, stock")
	flag.StringVar(&given.logs, "logs", os.TempDir(), "folder of the audit log")
	flag.StringVar(&given.hook, "hook", "", "URL that orders are sent to")
	flag.DurationVar(&given.idle, "idle", 30*time.Minute, "how long a session may be idle")
	flag.Parse()

	go func() {
		log.Println(http.ListenAndServe(*debug, nil))
	}()
	shop, err := newShop(given)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(*address, shop.routes()))
}

// newShop returns a shop that sells the given items, or a few when there are none.
func newShop(given settings) (*shop, error) {
	items := []catalog.Item{
		{SKU: "mug", Title: "Blue Mug", Price: money.Cents(900), Stock: 40},
		{SKU: "pot", Title: "Tea Pot", Price: money.Cents(2400), Stock: 12},
	}
	if given.items != "" {
		data, err := os.ReadFile(given.items)
		if err != nil {
			return nil, err
		}
		if items, err = catalog.Parse(data); err != nil {
			return nil, fmt.Errorf("%s: %w", given.items, err)
		}
	}
	var hooks []notify.Hook
	if given.hook != "" {
		hooks = append(hooks, notify.Hook{URL: given.hook})
	}
	return &shop{
		catalog:  catalog.New(items...),
		accounts: accounts.NewDirectory(),
		carts:    cart.NewStore(),
		sessions: session.NewManager(given.idle, log.Default()),
		stats:    stats.NewRecorder(),
		audit:    audit.Open(given.logs),
		notify:   notify.NewSender(http.DefaultClient, hooks...),
		now:      time.Now,
	}, nil
}

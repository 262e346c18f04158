// Package api serves documents.
package api

import (
	"fmt"

	"example.com/racing/twopackages/store"
)

type API struct {
	store *store.Store
}

func New(s *store.Store) *API { return &API{store: s} }

func (a *API) Handle(id string) error {
	a.store.Save(id, "text of "+id)
	if text, ok := a.store.Load(id); !ok || text != "text of "+id {
		return fmt.Errorf("%s: %q", id, text)
	}
	return nil
}

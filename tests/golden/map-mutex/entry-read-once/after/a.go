package golden

import (
	"fmt"
	"sync"
)

type Tenant struct {
	name  string
	ready chan bool
}

func (t *Tenant) rename(name string) { fmt.Println(t.name, name) }

type Tenants struct {
	mu  sync.RWMutex
	all map[string]*Tenant
}

func New() *Tenants { return &Tenants{all: map[string]*Tenant{}} }

func (t *Tenants) Put(id string, tenant *Tenant) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all[id] = tenant
}

func (t *Tenants) Drop(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.all, id)
}

func (t *Tenants) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.all)
}

func (t *Tenants) Names() (names []string) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for id := range t.all {
		names = append(names, id)
	}
	return names
}

func (t *Tenants) Has(id string) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.all[id] != nil
}

func (t *Tenants) Swap(id string) *Tenant {
	t.mu.Lock()
	defer t.mu.Unlock()
	old := t.all[id]
	t.all[id] = nil
	return old
}

// Rename reads one entry for all of it.
func (t *Tenants) Rename(ids []string, name string) {
	for _, id := range ids {
		t.mu.RLock()
		tenant := t.all[id]
		t.mu.RUnlock()
		if tenant != nil {
			fmt.Println("renames", id)
			if tenant.name != name {
				tenant.rename(name)
			}
			fmt.Println(tenant.name)
		}
	}
}

// Replace reads again behind what may have changed the entry, and another entry.
func (t *Tenants) Replace(id string, tenant *Tenant, told func()) {
	t.mu.RLock()
	tenantEntry := t.all[id]
	t.mu.RUnlock()
	fmt.Println(tenantEntry.name)
	t.Put(id, tenant)
	t.mu.RLock()
	tenantEntry2 := t.all[id]
	t.mu.RUnlock()
	fmt.Println(tenantEntry2.name)
	id = id + "2"
	t.mu.RLock()
	tenantEntry3 := t.all[id]
	t.mu.RUnlock()
	fmt.Println(tenantEntry3.name)
	told()
	t.mu.RLock()
	tenantEntry4 := t.all[id]
	t.mu.RUnlock()
	fmt.Println(tenantEntry4.name)
}

// Wait reads again behind what it has waited for, and in each turn.
func (t *Tenants) Wait(id string, ready chan bool) {
	t.mu.RLock()
	tenant := t.all[id]
	t.mu.RUnlock()
	fmt.Println(tenant.name)
	<-ready
	for range 3 {
		t.mu.RLock()
		tenantEntry := t.all[id]
		t.mu.RUnlock()
		fmt.Println(tenantEntry.name)
	}
}

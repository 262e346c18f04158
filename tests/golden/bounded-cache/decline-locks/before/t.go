package t

import "sync"

var (
	mu      sync.Mutex
	locks   = map[string]*sync.Mutex{}
	lockMap sync.Map
)

func Lock(name string) *sync.Mutex {
	mu.Lock()
	defer mu.Unlock()
	lock, ok := locks[name]
	if !ok {
		lock = &sync.Mutex{}
		locks[name] = lock
	}
	return lock
}

func LockOf(name string) *sync.Mutex {
	lock, _ := lockMap.LoadOrStore(name, &sync.Mutex{})
	return lock.(*sync.Mutex)
}

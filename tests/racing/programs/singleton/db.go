package singleton

type DB struct{ id int }

var (
	instance *DB
	made     int
)

// Get returns the one database, made when first asked for.
func Get() *DB {
	if instance == nil {
		made++
		instance = &DB{id: made}
	}
	return instance
}

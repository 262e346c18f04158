// Package cross has only tests, which race on another package's values.
package cross

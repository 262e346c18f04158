"""gofixmap: rewrites Go map, pointer, concurrency and memory anti-patterns as reviewable diffs."""

__version__ = "0.1.0"

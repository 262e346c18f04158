"""How much is read."""

MAX_FILE_BYTES = 8 * 1024 * 1024  # of a Go file; a larger one is data

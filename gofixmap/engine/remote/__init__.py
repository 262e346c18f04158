"""Analysis tasks on a Dask cluster: files travel as content, results come back as plain data."""

"""Reports: one run's result as text or JSON. Nothing here prints."""

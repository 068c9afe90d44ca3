"""Makes the helpers in this folder importable from every test, run alone or with others."""

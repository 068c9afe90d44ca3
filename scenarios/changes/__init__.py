"""Changes to a community, one file for each kind; the registry finds the file by itself."""

"""One file for each family of rotation rules."""

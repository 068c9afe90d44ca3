"""Plans and what if: changes to a community, planning again, comparing."""

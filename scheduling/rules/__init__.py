"""One file for each family of timetabling rules."""

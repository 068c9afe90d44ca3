"""Files that other programs write and read: timetables, rosters, calendars.

Each format has a file for each direction; what a format cannot carry is counted (``losses``).
"""

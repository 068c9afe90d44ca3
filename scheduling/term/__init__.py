"""The calendar of a term: what the policy asks for, put on dates beside the weekly timetable."""

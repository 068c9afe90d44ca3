"""FET, the free timetabling program: reading its files, and writing timetables back into them."""

from scheduling.fet.reader import Loss, Reading, read

__all__ = ["Loss", "Reading", "read"]

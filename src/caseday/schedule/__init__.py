"""In: what a worker agrees with people and offices about when and where; what happened at the door.
Out: the calendar, tomorrow's confirmation list, visit times and waits, the calendar feed."""

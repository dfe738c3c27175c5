"""Working time of each agency: sessions, holidays, swapped days (lịch làm việc)."""

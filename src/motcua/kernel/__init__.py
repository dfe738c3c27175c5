"""Plain Python beneath everything: working time, Vietnamese text, codes, the journal's hashes.

Nothing here knows Django, a database or the clock of the machine. Moments come in as aware
datetimes and leave as aware datetimes of Vietnam (+07:00); every rule of law is quoted above
the line that applies it.
"""

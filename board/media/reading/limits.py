"""What reading one file may cost, and how much of it is kept. Needs no Django: the child process reads it too."""

# Bytes of address space: enough for the largest reports, far too little for a file that unpacks without end.
MEMORY = 1024**3
# Seconds of processor time, and seconds on the clock for everything that one child does.
PROCESSOR_SECONDS = 20
WALL_SECONDS = 30
# Beyond these a report is read in part: its first pages can be found, and the editor is told.
PAGES = 2_000
CHARACTERS = 2_000_000
# Bytes that a child may answer with. JSON writes a character in up to 12 bytes.
ANSWER = CHARACTERS * 12 + 1024**2

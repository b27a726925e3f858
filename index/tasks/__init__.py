"""Who must do what by when: the lines of a meeting that decide, give, ask or promise something."""

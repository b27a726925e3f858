"""Question in, quoted answer out: ask(), the chat app, the command line and the evaluation."""

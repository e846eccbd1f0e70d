"""The live wall: who is where, what happened today, what waits."""

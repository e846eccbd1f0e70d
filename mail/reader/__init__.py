"""Reading mail in a separate process, with limits of time and memory: no mail can stop the desk.

The parsing code is linear and bounded; this is for the day it is not. A harmful mail hurts only the child: it is
killed, the mail is tried once more alone, then set aside, and the next one is read.
"""

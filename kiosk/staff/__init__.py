"""Staff: the PIN that lets staff in, their session at the screen, and the store of what they set."""

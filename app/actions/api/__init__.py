"""What programs and other sites are let in with."""

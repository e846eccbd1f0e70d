"""The live desk: who may connect, who hears which event, who is at the desk."""

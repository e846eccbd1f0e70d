"""Small changes of behaviour, one at a time: do the tests notice? `make mutate`."""

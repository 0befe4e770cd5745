"""Each module turns some of the parameters into fields of the tables; all of it runs once an epoch."""

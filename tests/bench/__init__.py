"""`make bench`: how fast the product is beside Django's admin and plain views over the same rows. Decides nothing."""

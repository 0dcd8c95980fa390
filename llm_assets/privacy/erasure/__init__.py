"""Erasure: the lasting list of those who are kept out, the file that asks for it, and the receipts of what was done."""

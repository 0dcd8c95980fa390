"""A help desk and a shop: what they know of their customers, and what of it may be handed to a model."""

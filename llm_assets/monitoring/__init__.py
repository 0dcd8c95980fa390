"""What an operator sees of a run from outside: resources of the system, figures for Prometheus, alerts. Nothing of the data."""

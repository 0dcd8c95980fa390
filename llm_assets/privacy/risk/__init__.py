"""What risk is left in the anonymised records, measured on them before they go further: behaviour, and attackers."""

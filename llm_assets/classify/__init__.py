"""What each column of a source holds, told from its header and its values, as a proposal for the settings.

`header` finds what a header says, `measure` what the values are like, `column` brings both together, `tables` ties users and
interactions to each other, and `write` puts it into a settings file. No value leaves this package but as a share.
"""

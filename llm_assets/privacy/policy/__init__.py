"""Rules by configuration: custom patterns, allow and deny lists, actions, surrogates, and what of it is off in which column.

What does not belong here: what may stand in the settings, and which settings weaken a level (`llm_assets.settings`).
"""

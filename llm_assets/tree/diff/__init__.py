"""What differs between two published trees.

    streams    two sorted streams side by side
    people     the users of a tree, in order
    compare    both trees -> what differs
    table      what differs, as text

Memory stays flat: manifests and records are read as streams, a million files or not.
"""

"""Where the documents of users stand in the tree."""


def profile_path(user: str, extension: str, number: int = 1) -> str:
    """Where a document of one user stands: in a folder of the pseudonym's first two letters; the second one ends in `-2`."""
    return f"profiles/{user[:2]}/{profile_name(user, extension, number)}"


def profile_name(user: str, extension: str, number: int = 1) -> str:
    """The name of a document in its folder."""
    return f"{user}-{number}{extension}" if number > 1 else f"{user}{extension}"

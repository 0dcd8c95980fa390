"""`keys rotate`, `keys destroy`, `keys show-id`: what becomes of the secret key. The key itself is never shown."""

import argparse

from llm_assets.commands import Commands, command, group
from llm_assets.errors import ConfigError
from llm_assets.settings.load import load_settings


def add(commands: Commands) -> None:
    """Declares the commands."""
    keys = group(commands, "keys", "Rotate, destroy or tell apart the keys of pseudonyms.")
    rotate = command(
        keys, "rotate", _rotate, "Make a new key: pseudonyms of later runs cannot be linked to those of earlier ones."
    )
    rotate.add_argument(
        "--destroy-old", action="store_true", help="destroy the old key instead of keeping it beside the new one"
    )
    destroy = command(keys, "destroy", _destroy, "Overwrite and remove the key file.")
    destroy.add_argument("--vault", action="store_true", help="the key of the vault: no random code can be looked up again")
    destroy.add_argument("--yes", action="store_true", help="do it; without this, the command says what would be lost")
    command(keys, "show-id", _show_id, "Print the id of the key, which may be published, and where the key is.")


def _rotate(arguments: argparse.Namespace) -> None:
    from llm_assets.privacy import rotation

    for line in rotation.rotate(load_settings(), destroy_old=arguments.destroy_old):
        print(line)


def _destroy(arguments: argparse.Namespace) -> None:
    from llm_assets.privacy import rotation

    settings = load_settings()
    if not arguments.yes:
        lost = rotation.LOST_WITH_VAULT_KEY if arguments.vault else rotation.LOST_WITH_KEY
        raise ConfigError(f"nothing was destroyed. {lost}", remedy="To do it, add --yes.")
    print(rotation.destroy(settings, vault=arguments.vault))


def _show_id(_: argparse.Namespace) -> None:
    from llm_assets.privacy.keys import find_key

    settings = load_settings()
    privacy = settings.privacy
    if privacy.key_lifetime == "run":
        print('key: each run draws its own and destroys it (key_lifetime = "run"); its id is in the manifest of the tree')
        return
    pairs = [("key", privacy.key_env, privacy.key_file)]
    if privacy.pseudonyms == "random":
        pairs.append(("key of the vault", privacy.vault.key_env, privacy.vault.key_file))
    for name, variable, file in pairs:
        key, where = find_key(variable, settings.path(file))
        print(f"{name}: {key.id if key else 'none yet'} ({where})")

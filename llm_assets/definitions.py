"""What Dagster loads: the definitions for the settings of the current folder."""

import sys

import dagster as dg

from llm_assets.defs import build_defs
from llm_assets.errors import ConfigError
from llm_assets.settings import Settings, load_settings


def _settings() -> Settings:
    try:
        return load_settings()
    except ConfigError as error:
        if {"grpc", "code-server"} & set(sys.argv):
            raise  # a code server shows the message in the UI; it must not end
        message = str(error)
    # On the command line a mistake in the settings is one message, not a traceback through Dagster's loader.
    sys.exit(f"llm-assets: {message}")


# The executor is that of assets without a job, too: a process per step costs 6 s, and shards have processes of their own.
defs: dg.Definitions = dg.Definitions.merge(build_defs(_settings()), dg.Definitions(executor=dg.in_process_executor))

"""The exports of other systems that can be a source."""

from typing import Literal

ExportName = Literal["discourse", "github", "intercom", "mbox", "slack", "stackexchange", "takeout", "whatsapp", "zendesk"]

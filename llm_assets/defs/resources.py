"""Resources: the settings, section by section, as the launchpad shows them, and the door to the pipeline.

The sections are made from the settings model, so that a setting is declared once. Values of the settings file are their
defaults; what is changed in the launchpad is checked by the same rules, before any step runs.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

import dagster as dg
from pydantic import BaseModel, Field, PrivateAttr, create_model
from pydantic_core import PydanticUndefined

from llm_assets.defs.holding import release
from llm_assets.defs.observed import heard, run_ended
from llm_assets.errors import ConfigError
from llm_assets.pipeline import Pipeline
from llm_assets.sample import sample_dataset
from llm_assets.settings import Settings, parse_settings, policies

_SECTIONS = ("dataset", "privacy", "llm_output", "compute")


def _shown(annotation: Any) -> Any:
    """The nearest type that Dagster's config system has. A choice is an enum, so that the launchpad itself refuses another."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shown(arguments[0])
    if origin is Literal:
        return _choice(arguments)
    if origin in (Union, UnionType):
        inner = [argument for argument in arguments if argument is not NoneType]
        section = isinstance(inner[0], type) and issubclass(inner[0], BaseModel)
        return (_section(inner[0], dg.Config) if section else _shown(inner[0])) | None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return dict[str, Any]
    if origin is list:
        return list[_shown(arguments[0])]  # type: ignore[misc]
    if origin is dict:
        return dict[str, Any]
    return annotation


@cache
def _choice(words: tuple[str, ...]) -> Any:
    """An enum whose names are its words: those are what Dagster shows and takes."""
    return Enum(" | ".join(words), {word: word for word in words})


def _section(values: BaseModel | type[BaseModel], base: type) -> Any:
    """A config class of Dagster's for a section of the settings: its fields, their descriptions, and its values as defaults.

    values: the section; where the settings have none, its model, with the defaults that it would begin with.
    """
    model = values if isinstance(values, type) else type(values)
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        value = field.get_default(call_default_factory=True) if isinstance(values, type) else getattr(values, name)
        kind = _shown(field.annotation)
        if isinstance(value, BaseModel):
            kind = _section(value, dg.Config)
            value = kind()
        elif isinstance(value, dict | list):
            value = _plain(value)
        default = ... if value is PydanticUndefined else _chosen(value, kind)
        fields[name] = (kind, Field(default, description=_description(field.description, field.annotation)))
    return create_model(f"{model.__name__}Config", __base__=base, __doc__=model.__doc__, **fields)


def _chosen(value: Any, kind: Any) -> Any:
    """A default as Dagster takes it: of a choice the member of its enum, but of a list of choices the words."""
    enums = [each for each in (kind, *get_args(kind)) if isinstance(each, type) and issubclass(each, Enum)]
    return enums[0](value) if enums and isinstance(value, str) else value


def _written(values: Mapping[str, Any], declared: BaseModel, by_policy: Mapping[str, Any]) -> dict[str, Any]:
    """Of the values of a section: those that differ from the settings file's, and those that stand in that file itself."""
    kept = {}
    for name, value in values.items():
        was = getattr(declared, name)
        if isinstance(was, BaseModel):
            if inner := _written(value, was, by_policy.get(name, {})):
                kept[name] = inner
        elif value != _plain(was) or (name in declared.model_fields_set and value != by_policy.get(name)):
            kept[name] = value
    return kept


def _plain(value: Any) -> Any:
    """A value without models and enums in it, as run config holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_unset=True)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _description(text: str | None, annotation: Any) -> str:
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    return f"{text} One of: {', '.join(choices)}." if choices else str(text)


class PipelineResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The door to the domain: hands out a `Pipeline` for the settings of this run."""

    dataset: dg.ResourceDependency[dg.ConfigurableResource]  # type: ignore[type-arg]
    privacy: dg.ResourceDependency[dg.ConfigurableResource]  # type: ignore[type-arg]
    llm_output: dg.ResourceDependency[dg.ConfigurableResource]  # type: ignore[type-arg]
    compute: dg.ResourceDependency[dg.ConfigurableResource]  # type: ignore[type-arg]
    root: str = Field(description="Folder that relative paths start from: that of the settings file.")
    declared: ClassVar[Settings]
    _run: str = PrivateAttr("")

    def settings(self) -> Settings:
        """The settings of this run. Raises ConfigError when the run config holds a mistake."""
        values: dict[str, Any] = {name: _plain(getattr(self, name).model_dump(warnings=False)) for name in _SECTIONS}
        declared = self.declared
        if values["privacy"]["policy"] not in (None, declared.privacy.policy):
            # The launchpad sends every value. Where a policy is chosen there, those that nobody wrote are its to give.
            before = policies.given(declared.privacy.policy)
            for name in ("privacy", "llm_output", "compute"):
                values[name] = _written(values[name], getattr(declared, name), before.get(name, {}))
        values |= {name: getattr(declared, name).model_dump() for name in ("metrics", "logs")}
        settings = parse_settings(values, root=Path(self.root), origin="run config")
        return settings.model_copy(update={"dataset": None}) if settings.dataset == sample_dataset() else settings

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Checks the settings before any step runs; what is wrong is the first line of the run's log, above the traces."""
        self._run = context.run.run_id if context.run is not None else ""
        try:
            self.settings()
        except ConfigError as error:
            if context.log is not None:
                context.log.error(f"Nothing was run. {' '.join(str(error).split())}")
            raise

    def open(self, say: Callable[[str], None], frames: Mapping[str, Any] | None = None) -> Pipeline:
        """The pipeline of this run. say: receives progress lines. frames: DataFrames by table, in place of the sources."""
        settings = self.settings()
        return Pipeline(settings, frames=frames or None, say=heard(settings, say), run=self._run)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Ends what is told of the run outside, and lets the next one have the work folder."""
        release(self._run)
        run_ended(context.run.run_id if context.run is not None else None)


def build_resources(settings: Settings, named: Callable[[str], str] = str) -> Mapping[str, Any]:
    """The resources, with the values of the settings as their defaults. named: gives the key of one, as it is shown."""
    shown = settings.model_copy(update={"dataset": settings.dataset or sample_dataset()})
    # Configured at launch: only so does what a run changes of a section reach the pipeline, which holds the sections.
    sections = {name: _section(getattr(shown, name), dg.ConfigurableResource).configure_at_launch() for name in _SECTIONS}

    class Declared(PipelineResource):
        __doc__ = PipelineResource.__doc__
        declared: ClassVar[Settings] = settings

    made = {**sections, "pipeline": Declared(**sections, root=str(settings.root))}
    return {named(name): resource for name, resource in made.items()}

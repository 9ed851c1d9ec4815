"""Asks a model for an answer of a given shape, and helps it once to get there."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from jupyter_tutor.model import Asker, Model, ModelError, Prompt, PromptMessage

LONGEST = 50_000
"""Characters of an answer that are looked at."""

BRACES_TRIED = 20
"""How many beginnings of JSON are tried in an answer that has words around it."""

LONGEST_ECHO = 4000


class Shape(BaseModel):
    """What answers are to look like. Fields that nobody asked for are left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)


AnyShape = TypeVar("AnyShape", bound=BaseModel)


async def ask_shaped(
    model: Model,
    prompt: Prompt,
    asker: Asker,
    shape: type[AnyShape],
    amiss: Callable[[AnyShape], str | None] = lambda _: None,
) -> AnyShape:
    """The model's answer; ModelError: there is none, or it is ``garbled`` even when asked again.

    ``amiss`` says what is wrong with an answer that has the shape, in words for the model; None:
    nothing.
    """
    prompt = replace(prompt, shape=schema_of(shape))
    text = (await model.ask(prompt, asker)).text
    read = _read(text, shape, amiss)
    if not isinstance(read, str):
        return read
    again = (
        PromptMessage("assistant", text[:LONGEST_ECHO]),
        PromptMessage("user", f"That cannot be read: {read}\nAnswer again, with JSON only."),
    )
    prompt = replace(prompt, messages=(*prompt.messages, *again))
    read = _read((await model.ask(prompt, asker)).text, shape, amiss)
    if isinstance(read, str):
        raise ModelError("garbled", detail=f"{prompt.name} is not of its shape, asked twice")
    return read


def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """Its JSON Schema, with every field required and none beside: some services want it so."""
    schema: dict[str, Any] = _strictly(shape.model_json_schema())
    return schema


def _strictly(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strictly(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strictly(part) for key, part in schema.items() if key != "default"}
    if isinstance(schema.get("properties"), dict):
        strict |= {"required": list(schema["properties"]), "additionalProperties": False}
    return strict


def _read(
    text: str, shape: type[AnyShape], amiss: Callable[[AnyShape], str | None]
) -> AnyShape | str:
    """The answer, or what is wrong with it."""
    wrong = "there is no JSON object in it."
    for data in _objects(text[:LONGEST]):
        try:
            read = shape.model_validate(data)
        except ValidationError as error:
            wrong = _in_words(error)
            continue
        complaint = amiss(read)
        if complaint is None:
            return read
        wrong = complaint
    return wrong


def _objects(text: str) -> Iterator[Any]:
    """The JSON objects in a text, whatever stands around them."""
    decoder = json.JSONDecoder()
    start = text.find("{")
    for _ in range(BRACES_TRIED):
        if start < 0:
            return
        try:
            data, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            yield data
        start = text.find("{", end)


def _in_words(error: ValidationError) -> str:
    lines = [
        f"{'.'.join(map(str, one['loc'])) or 'the object'}: {one['msg']}"
        for one in error.errors(include_url=False, include_context=False, include_input=False)[:5]
    ]
    return "; ".join(lines)

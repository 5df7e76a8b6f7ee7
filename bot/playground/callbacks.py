"""What the bot answers to interactions: first the callback, then follow-ups by webhook."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from bot.playground.component_tree import Component, nested, number
from bot.playground.errors import DiscordError, bad_request, unknown_message
from bot.playground.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT
from bot.playground.limits.form import Form
from bot.playground.limits.inputs import check_modal
from bot.playground.payloads import CommandType, Json, MessageFlag, MessageType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.interactions import Interactions
    from bot.playground.limits.form import Path
    from bot.playground.messages import Messages, Upload
    from bot.playground.world import Interaction, World

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_ALLOWED = {
    COMMAND: (MESSAGE, DEFER, MODAL),
    COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
}
_DATA = ("data",)


class Callbacks:
    """Applies the bot's answers; everything is synchronous, so that two answers cannot mix."""

    def __init__(self, world: World, messages: Messages, interactions: Interactions) -> None:
        self.world = world
        self.messages = messages
        self.interactions = interactions

    def callback(self, interaction: Interaction, body: Json, files: Sequence[Upload] = ()) -> Json:
        """Apply the first answer and return Discord's callback response."""
        kind = body.get("type")
        allowed = _ALLOWED[interaction.kind]
        if kind not in allowed or (kind in {DEFER_UPDATE, UPDATE} and interaction.message is None):
            form = Form()
            form.choice(("type",), ", ".join(map(str, allowed)))
            form.finish()
        data = body.get("data") or {}
        if not isinstance(data, dict):
            raise bad_request("data is no object")
        match kind:
            case 4:
                self._new_message(interaction, data, files)
                status = "message"
            case 5:
                self._defer(interaction, data)
                status = "deferred"
            case 6 | 7:
                status = self._update(interaction, data if kind == UPDATE else None, files)
            case 8:
                interaction.choices = _choices(interaction, data)
                status = "autocomplete"
            case _:
                self._open_modal(interaction, data)
                status = "modal"
        self._close_modal(interaction)
        self.interactions.settle(interaction, status)
        return self._response(interaction, int(kind or 0))

    def follow_up(self, interaction: Interaction, body: Json, files: Sequence[Upload] = ()) -> Json:
        """Send a further message; the first after a deferral takes the place of "is thinking"."""
        original = self._stored(interaction, interaction.original)
        if original is not None and original["flags"] & MessageFlag.LOADING:
            return self.messages.edit(original, body, files)
        extra = self._extra(interaction)
        kind = MessageType.DEFAULT
        if original is not None:
            kind = MessageType.REPLY
            extra["message_reference"] = self._reference(original)
        message = self._create(interaction, body, files, kind=kind, extra=extra)
        interaction.messages.append(int(message["id"]))
        self.world.touch()
        return message

    def message(self, interaction: Interaction, which: str) -> Json:
        """Return `@original` or a message that this interaction may change, or answer 10008."""
        wanted = interaction.original if which == "@original" else int(which)
        known = {*interaction.messages, interaction.original, interaction.message}
        found = self._stored(interaction, wanted) if wanted in known else None
        if found is None:
            raise unknown_message()
        return found

    # the kinds of answer

    def _new_message(self, interaction: Interaction, data: Json, files: Sequence[Upload]) -> None:
        """Answer with a message, which only the person sees if the bot says so."""
        kind, extra = self._first(interaction)
        message = self._create(interaction, data, files, kind=kind, extra=extra, prefix=_DATA)
        interaction.original = int(message["id"])
        interaction.messages.append(interaction.original)

    def _defer(self, interaction: Interaction, data: Json) -> None:
        """Answer with "is thinking"."""
        kind, extra = self._first(interaction)
        viewer = interaction.person if (data.get("flags") or 0) & MessageFlag.EPHEMERAL else None
        channel = self.world.channel(interaction.channel)
        message = self.messages.loading(channel, self.world.bot_id, viewer, kind, extra)
        interaction.original = int(message["id"])
        interaction.messages.append(interaction.original)

    def _update(self, interaction: Interaction, data: Json | None, files: Sequence[Upload]) -> str:
        """Answer by changing the component's message, now or later."""
        message = self._stored(interaction, interaction.message)
        if message is None:
            raise unknown_message()
        interaction.original = int(message["id"])
        if data is None:
            return "deferred"
        self.messages.edit(message, data, files, prefix=_DATA)
        return "update"

    def _open_modal(self, interaction: Interaction, data: Json) -> None:
        """Answer with a modal, which the person's page opens."""
        check_modal(data)
        if any(part.get("type") == Component.FILE_UPLOAD for part in nested(data["components"])):
            raise DiscordError(400, 0, "The local Discord has no file upload in modals")
        modal = {key: copy.deepcopy(data[key]) for key in ("title", "custom_id", "components")}
        number(modal["components"])
        interaction.modal = modal
        event = {
            "interaction_id": str(interaction.id),
            "channel_id": str(interaction.channel),
            "modal": modal,
        }
        self.interactions.hub.tell(interaction.person, "MODAL_OPEN", event)

    def _close_modal(self, interaction: Interaction) -> None:
        """After a modal's submission has been answered, it cannot be submitted again."""
        trigger = interaction.metadata.get("triggering_interaction_metadata")
        opened = self.world.interactions.get(int(trigger["id"])) if trigger else None
        if opened is not None:
            opened.modal = None

    # parts

    def _create(
        self,
        interaction: Interaction,
        body: Json,
        files: Sequence[Upload],
        *,
        kind: MessageType,
        extra: Json,
        prefix: Path = (),
    ) -> Json:
        """Create a message of the bot in the interaction's channel."""
        ephemeral = (body.get("flags") or 0) & MessageFlag.EPHEMERAL
        return self.messages.create(
            self.world.channel(interaction.channel),
            self.world.bot_id,
            body,
            files,
            viewer=interaction.person if ephemeral else None,
            kind=kind,
            extra=extra,
            prefix=prefix,
        )

    def _first(self, interaction: Interaction) -> tuple[MessageType, Json]:
        """Return the type and the extra fields of the message that answers an interaction."""
        extra = self._extra(interaction)
        if interaction.kind == COMMAND:
            extra["interaction"] = {
                "id": str(interaction.id),
                "type": interaction.kind,
                "name": interaction.command_name,
                "user": interaction.metadata["user"],
            }
            if interaction.metadata["command_type"] == CommandType.CHAT_INPUT:
                return MessageType.CHAT_INPUT_COMMAND, extra
            named = int(interaction.metadata.get("target_message_id", 0))
            kind = alone = MessageType.CONTEXT_MENU_COMMAND
        else:
            named = interaction.message or 0
            kind, alone = MessageType.REPLY, MessageType.DEFAULT
        source = self._stored(interaction, named)
        if source is None:
            return alone, extra
        extra["message_reference"] = self._reference(source)
        return kind, extra

    def _extra(self, interaction: Interaction) -> Json:
        """Return the fields that every message of an interaction has."""
        application = str(self.world.bot_id)
        metadata = copy.deepcopy(interaction.metadata)
        if interaction.original is not None:
            metadata["original_response_message_id"] = str(interaction.original)
        return {
            "application_id": application,
            "webhook_id": application,
            "interaction_metadata": metadata,
        }

    def _reference(self, message: Json) -> Json:
        """Return a reference to a message."""
        channel = self.world.channel(int(message["channel_id"]))
        reference = {"type": 0, "message_id": message["id"], "channel_id": message["channel_id"]}
        return reference | ({"guild_id": channel["guild_id"]} if "guild_id" in channel else {})

    def _stored(self, interaction: Interaction, message: int | None) -> Json | None:
        """Return a message of the interaction's channel if it is still there."""
        if message is None:
            return None
        return self.world.messages.get(interaction.channel, {}).get(message)

    def _response(self, interaction: Interaction, kind: int) -> Json:
        """Return the body of an answer to `with_response=true`."""
        response: Json = {"id": str(interaction.id), "type": interaction.kind}
        resource: Json = {"type": kind}
        message = self._stored(interaction, interaction.original)
        if message is not None:
            response["response_message_id"] = message["id"]
            response["response_message_loading"] = bool(message["flags"] & MessageFlag.LOADING)
            response["response_message_ephemeral"] = int(message["id"]) in self.world.viewers
            if kind in {MESSAGE, UPDATE, DEFER}:
                resource["message"] = self.world.render(message)
        return {"interaction": response, "resource": resource}


def _choices(interaction: Interaction, data: Json) -> list[Json]:
    """Check the choices of an autocomplete answer and return them."""
    form = Form(_DATA)
    choices = form.objects(("choices",), data.get("choices"))
    form.size(("choices",), len(choices), 0, 25)
    for index, choice in enumerate(choices):
        form.text(("choices", index, "name"), choice.get("name"), 1, 100)
        value = choice.get("value")
        if isinstance(value, str):
            form.text(("choices", index, "value"), value, 1, 100)
        elif value is None:
            form.required(("choices", index, "value"))
    form.finish()
    return [{"name": choice["name"], "value": choice["value"]} for choice in choices]

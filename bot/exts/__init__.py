"""One package for each capability of the bot; `bot.client.EXTENSIONS` names them."""

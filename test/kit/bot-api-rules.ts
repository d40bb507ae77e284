/** What the Bot API refuses, as it words it: https://core.telegram.org/bots/api, and what its servers answer in practice. */

export type Params = Readonly<Record<string, unknown>>;

/** The description of a 400, or null when the call is fine. */
export type Rule = (params: Params) => string | null;

/** Rules by method; a method that is not listed is answered 404. */
export const rules: Readonly<Record<string, Rule>> = {
  getMe: () => null,
  getUpdates: ({ offset, limit, timeout }) =>
    [offset, limit, timeout].every((number) => number === undefined || Number.isInteger(number))
      ? null
      : "Bad Request: can't parse the numbers of getUpdates",
  deleteWebhook: () => null,
  setWebhook: ({ url, secret_token: secret }) => {
    if (typeof url !== "string" || !url.startsWith("https://"))
      return "Bad Request: bad webhook: An HTTPS URL must be provided for webhook";
    if (secret !== undefined && !(typeof secret === "string" && /^[\w-]{1,256}$/.test(secret)))
      return "Bad Request: secret token contains unallowed characters";
    return null;
  },
  setMyCommands: ({ commands }) => (isCommands(commands) ? null : "Bad Request: BOT_COMMAND_INVALID"),
  sendMessage: ({ chat_id: chat, text, reply_markup: markup }) =>
    wrongChat(chat) ?? wrongText(text) ?? wrongMarkup(markup),
  editMessageReplyMarkup: ({ chat_id: chat, message_id: message, reply_markup: markup }) =>
    wrongChat(chat) ??
    (Number.isInteger(message) ? wrongMarkup(markup) : "Bad Request: message identifier is not specified"),
  answerCallbackQuery: ({ callback_query_id: id }) =>
    typeof id === "string" && id !== ""
      ? null
      : "Bad Request: query is too old and response timeout expired or query ID is invalid",
  getFile: ({ file_id: id }) => (typeof id === "string" && id !== "" ? null : "Bad Request: invalid file_id"),
};

function isCommands(commands: unknown): boolean {
  if (!Array.isArray(commands) || commands.length > 100) return false;
  return commands.every((one: unknown) => {
    const { command, description } = fieldsOf(one);
    const described = typeof description === "string" && description.length >= 1 && description.length <= 256;
    return typeof command === "string" && /^[a-z0-9_]{1,32}$/.test(command) && described;
  });
}

function wrongChat(chat: unknown): string | null {
  if (chat === undefined || chat === "") return "Bad Request: chat_id is empty";
  return Number.isInteger(chat) ? null : "Bad Request: chat not found";
}

function wrongText(text: unknown): string | null {
  if (typeof text !== "string" || text.trim() === "") return "Bad Request: message text is empty";
  if (/\p{Surrogate}/u.test(text)) return "Bad Request: strings must be encoded in UTF-8";
  return text.length > 4_096 ? "Bad Request: message is too long" : null;
}

function wrongMarkup(markup: unknown): string | null {
  if (markup === undefined) return null;
  const { inline_keyboard: inline, keyboard, remove_keyboard: remove } = fieldsOf(markup);
  if (inline !== undefined) return wrongRows(inline, wrongInlineButton);
  if (keyboard !== undefined) return wrongRows(keyboard, wrongKey);
  return remove === true ? null : "Bad Request: object expected as reply markup";
}

function wrongRows(rows: unknown, wrong: (button: unknown) => string | null): string | null {
  if (!Array.isArray(rows)) return "Bad Request: can't parse inline keyboard: Array of rows expected";
  for (const row of rows as unknown[]) {
    if (!Array.isArray(row)) return "Bad Request: can't parse inline keyboard: Row must be an Array";
    if (row.length > 8) return "Bad Request: reply markup is too long";
    for (const button of row as unknown[]) {
      const why = wrong(button);
      if (why !== null) return why;
    }
  }
  return rows.flat().length > 100 ? "Bad Request: reply markup is too long" : null;
}

function wrongInlineButton(button: unknown): string | null {
  const { text, callback_data: data, url } = fieldsOf(button);
  if (typeof text !== "string" || text.trim() === "")
    return "Bad Request: can't parse inline keyboard button: Text must be non-empty";
  if ((data === undefined) === (url === undefined))
    return "Bad Request: Text buttons are unallowed in the inline keyboard";
  if (data !== undefined) return isData(data) ? null : "Bad Request: BUTTON_DATA_INVALID";
  const good = typeof url === "string" && URL.canParse(url) && /^(https?|tg):/.test(url);
  return good ? null : "Bad Request: BUTTON_URL_INVALID";
}

function isData(data: unknown): boolean {
  const bytes = typeof data === "string" ? Buffer.byteLength(data) : 0;
  return bytes >= 1 && bytes <= 64;
}

function wrongKey(button: unknown): string | null {
  const text = typeof button === "string" ? button : fieldsOf(button)["text"];
  return typeof text === "string" && text.trim() !== ""
    ? null
    : "Bad Request: can't parse keyboard button: Text must be non-empty";
}

/** The fields of an object, or none of what is no object. */
export function fieldsOf(value: unknown): Params {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Params) : {};
}

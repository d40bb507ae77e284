/** The codec lives in `core/message/buttons.ts`, since notices carry buttons too. */
export { BUTTON_BYTES, packButton, unpackButton, type Button } from "#core/message/buttons.js";

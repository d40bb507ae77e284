/**
 * The log: one JSON line per named action, ids only. A field that is not in `LogFields` cannot be written
 * (the compiler refuses it, and it is dropped at run time), so no name, phone or text can slip in (reliability I9).
 */
import pino from "pino";

type Plain = string | number | boolean;

/** Every field a log line may have. Ids, closed words and numbers; never what a person is called or said. */
const fieldNames = [
  "action",
  "office",
  "area",
  "person",
  "household",
  "supporter",
  "need",
  "pledge",
  "match",
  "channel",
  "flow",
  "kind",
  "job",
  "key",
  "attempt",
  "outcome",
  "from",
  "to",
  "reference",
  "route",
  "method",
  "status",
  "role",
  "engine",
  "host",
  "port",
  "version",
  "count",
  "ms",
  "delayMs",
  "signal",
] as const;

export type LogFields = {
  /** What happened, dotted and in the past tense: `match.committed`. */
  readonly action: string;
  /** Only its name, code and place are written: an error's text may quote a person. */
  readonly error?: unknown;
} & { readonly [F in Exclude<(typeof fieldNames)[number], "action">]?: Plain };

export interface Log {
  debug(fields: LogFields): void;
  info(fields: LogFields): void;
  warn(fields: LogFields): void;
  error(fields: LogFields): void;
  /** A log whose every line also has these fields. */
  with(fields: Partial<LogFields>): Log;
}

export interface LogOptions {
  readonly level: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** Takes whole lines; standard error unless told, since standard output is for people and `--json`. */
  readonly destination?: { write(line: string): void };
}

const allowed: ReadonlySet<string> = new Set<string>(fieldNames);
const longest = 200;

/** Defence in depth: should a field of these names ever be allowed by mistake, its value still is not written. */
const redacted = [
  "token",
  "code",
  "secret",
  "password",
  "phone",
  "name",
  "text",
  "message",
  "address",
  "idNumber",
  "bank",
  "illness",
  "disability",
  "income",
  "authorization",
  "cookie",
  "body",
];

/** Makes the log. Written line by line and at once: nothing is lost when the process is killed. */
export function createLog({ level, destination }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "note",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redacted.flatMap((name) => [name, `*.${name}`]), censor: "[not logged]" },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
  return wrap(logger, {});
}

function wrap(logger: pino.Logger, always: Partial<LogFields>): Log {
  const write = (level: "debug" | "info" | "warn" | "error") => (fields: LogFields) => {
    if (logger.isLevelEnabled(level)) logger[level](keepAllowed({ ...always, ...fields }));
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    with: (fields) => wrap(logger, { ...always, ...fields }),
  };
}

function keepAllowed(fields: Partial<LogFields>): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === "error") line["error"] = describeError(value);
    else if (allowed.has(name) && isPlain(value)) line[name] = shorten(value);
  }
  return line;
}

const isPlain = (value: unknown): value is Plain => ["string", "number", "boolean"].includes(typeof value);
const shorten = (value: Plain): Plain => (typeof value === "string" ? value.slice(0, longest) : value);

/** Name, code and the innermost places of an error and of what caused it; never its text. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error && isPlain(error.code) ? { kind: shorten(error.code) } : {};
  const cause = error.cause instanceof Error ? { cause: describeError(error.cause) } : {};
  return { type: shorten(error.name), ...code, at: placesOf(error), ...cause };
}

function placesOf(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n").map((line) => line.trim());
  // the text of an error comes before its places and may have lines of its own
  return lines.filter((line) => /^at .*(:\d+:\d+\)?|<anonymous>\)?)$/.test(line)).slice(0, 6);
}

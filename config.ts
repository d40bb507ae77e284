/**
 * The environment as one value. `readConfig` turns variables into a `Config` or into the list of what is wrong;
 * nobody else reads `process.env`. The table `variables` is also the help text and `.env.example`.
 */
import { z } from "zod";
import { Locale } from "#core/registry/people.js";

/** Variables by name, as in `process.env`. An empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Parts of the program one process may run. */
export const RoleInProcess = z.enum(["bot", "api", "worker"]);
export type RoleInProcess = z.infer<typeof RoleInProcess>;

export const LogLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]);

/** The whole configuration; made once, handed in everywhere. */
export interface Config {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** `on`: the demo is loaded when the data folder is empty. */
  readonly demo: "on" | "off";
  readonly roles: readonly RoleInProcess[];
  readonly store:
    { readonly engine: "sqlite"; readonly dir: string } | { readonly engine: "mongo"; readonly url: string };
  readonly queue: { readonly engine: "memory" } | { readonly engine: "redis"; readonly url: string };
  readonly telegram: TelegramConfig;
  readonly logLevel: z.infer<typeof LogLevel>;
  /** Name of the office made at the first start; null: the locale's own words for it. */
  readonly officeName: string | null;
  /** IANA zone of the office made at the first start. */
  readonly timeZone: string;
  readonly locale: Locale;
  /** Where people reach this server, without a slash at the end; null: the address it listens on. */
  readonly publicUrl: string | null;
}

/** How Telegram reaches us: we ask it (polling), or it calls our public address with a secret (webhook). */
export type TelegramConfig =
  | { readonly mode: "off" }
  | { readonly mode: "polling"; readonly token: string; readonly apiRoot: string }
  | { readonly mode: "webhook"; readonly token: string; readonly apiRoot: string; readonly secret: string };

/** What is wrong with one variable. `got` is safe to show: secrets are masked. */
export interface Problem {
  readonly variable: string;
  readonly got: string;
  readonly accepts: string;
}

export type ConfigOutcome =
  | { readonly type: "ok"; readonly config: Config }
  | { readonly type: "refused"; readonly problems: readonly Problem[] };

interface Variable {
  /** Value taken when unset, as one would write it; empty: nothing. */
  readonly standard: string;
  /** Completes "it accepts …". */
  readonly accepts: string;
  /** One line for the CLI's help and `.env.example`. */
  readonly help: string;
  /** `hidden`: never shown; `address`: only its scheme, since URLs carry passwords. */
  readonly secret?: "hidden" | "address";
  readonly schema: z.ZodType<unknown, string>;
}

const isTimeZone = (name: string): boolean => {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
};

const isBareUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === "" && url.search === "" && url.hash === "";
};

const splitList = (text: string): string[] => [...new Set(text.split(",").map((part) => part.trim()))];
const withoutSlash = (text: string): string => text.replace(/\/+$/, "");
const textOrNull = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text || null);
const unset = z.literal("").transform(() => null);

/** Addresses of servers we speak to; what stands in them besides is the driver's to check. */
const isAddressOf = (schemes: RegExp) => (text: string) => schemes.test(text) && !/\s/.test(text);

/** Every variable there is: one entry each. */
export const variables = {
  PORT: {
    standard: "3000",
    accepts: "a whole number from 0 to 65535 (0: any free port)",
    help: "Port the server listens on.",
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535),
  },
  HOST: {
    standard: "127.0.0.1",
    accepts: "an IP address or a host name (0.0.0.0: every network of this machine)",
    help: "Address the server listens on.",
    schema: z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/),
  },
  DATA_DIR: {
    standard: "./data",
    accepts: "the path of a folder; it is made when it is missing",
    help: "Folder of everything that is kept: the database, its key, the photos.",
    schema: z.string().refine((path) => !path.includes("\0")),
  },
  FOURHELP_DEMO: {
    standard: "on",
    accepts: "on or off",
    help: "on: an empty data folder starts with a made-up county to try things in.",
    schema: z.enum(["on", "off"]),
  },
  ROLES: {
    standard: "bot,api,worker",
    accepts: `one or more of ${RoleInProcess.options.join(", ")}, separated by commas`,
    help: "Parts this process runs.",
    schema: z.string().transform(splitList).pipe(z.array(RoleInProcess).min(1)),
  },
  STORE_URL: {
    standard: "",
    accepts: "an address that starts with mongodb:// or mongodb+srv://",
    help: "Address of a MongoDB for the documents, for several processes; unset: one file in DATA_DIR, for one process.",
    secret: "address",
    schema: z.union([unset, z.string().refine(isAddressOf(/^mongodb(\+srv)?:\/\/[^/]/))]),
  },
  QUEUE_URL: {
    standard: "",
    accepts: "an address that starts with redis:// or rediss://",
    help: "Address of a Redis for the jobs, for several processes; unset: jobs run in this process.",
    secret: "address",
    schema: z.union([unset, z.string().refine(isAddressOf(/^rediss?:\/\/[^/]/))]),
  },
  TELEGRAM_BOT_TOKEN: {
    standard: "",
    accepts: "the token that @BotFather gave for your bot, such as 123456:ABC-DEF…",
    help: "Token of your Telegram bot; unset: no Telegram. With a token that is all it takes.",
    secret: "hidden",
    // a token that is none is told by the channel, while the rest serves
    schema: z.union([unset, z.string().max(300)]),
  },
  TELEGRAM_API_ROOT: {
    standard: "https://api.telegram.org",
    accepts: "an address that starts with http:// or https://, without a password, ? or #",
    help: "Address of the Bot API; another one when you run a Bot API server of your own.",
    secret: "address",
    schema: z.string().refine(isBareUrl).transform(withoutSlash),
  },
  TELEGRAM_MODE: {
    standard: "",
    accepts: "polling or webhook",
    help: "How messages come from Telegram; unset: webhook when FOURHELP_PUBLIC_URL is set, else polling.",
    schema: z.union([unset, z.enum(["polling", "webhook"])]),
  },
  TELEGRAM_WEBHOOK_SECRET: {
    standard: "",
    accepts:
      "16 to 256 letters, digits, _ or -, made by you (for example: openssl rand -hex 32); a webhook does not start without it",
    help: "Secret that Telegram sends with every call of the webhook; needed for webhook.",
    secret: "hidden",
    schema: z.union([unset, z.string().regex(/^[A-Za-z0-9_-]{16,256}$/)]),
  },
  LOG_LEVEL: {
    standard: "info",
    accepts: `one of ${LogLevel.options.join(", ")}`,
    help: "How much is logged (to standard error, one JSON line each).",
    schema: LogLevel,
  },
  FOURHELP_OFFICE_NAME: {
    standard: "",
    accepts: "a name of at most 120 characters",
    help: "Name of the office, as people see it; used when the office is first made.",
    schema: textOrNull(120),
  },
  FOURHELP_TIME_ZONE: {
    standard: "Asia/Shanghai",
    accepts: "an IANA time zone such as Asia/Shanghai, Asia/Urumqi or UTC",
    help: "Time zone of the office: days, deadlines and quiet hours are read in it.",
    schema: z.string().refine(isTimeZone),
  },
  FOURHELP_LOCALE: {
    standard: "zh-CN",
    accepts: `one of ${Locale.options.join(", ")}`,
    help: "Language of the office and of people who have not chosen one.",
    schema: Locale,
  },
  FOURHELP_PUBLIC_URL: {
    standard: "",
    accepts: "an address that starts with http:// or https://, without a password, ? or #",
    help: "Address people reach this server at, for the links it sends; unset: HOST and PORT.",
    schema: z.union([unset, z.string().refine(isBareUrl).transform(withoutSlash)]),
  },
} as const satisfies Record<string, Variable>;

type VariableName = keyof typeof variables;
const variableNames = Object.keys(variables) as VariableName[];
const table: Readonly<Record<VariableName, Variable>> = variables;

const Values = z.object(
  Object.fromEntries(variableNames.map((name) => [name, table[name].schema])) as {
    [N in VariableName]: (typeof variables)[N]["schema"];
  },
);
type Values = z.infer<typeof Values>;

/** Reads all variables at once: the configuration, or every problem there is. Never throws. */
export function readConfig(env: Environment): ConfigOutcome {
  const raw = Object.fromEntries(variableNames.map((name) => [name, env[name]?.trim() || table[name].standard]));
  const values = Values.safeParse(raw);
  const problems = [...unknownVariables(env), ...(values.success ? unfitTogether(values.data) : [])];
  if (values.success && problems.length === 0) return { type: "ok", config: toConfig(values.data) };
  const wrong = new Set(values.error?.issues.map((issue) => issue.path[0]));
  const refused = variableNames.filter((name) => wrong.has(name));
  return {
    type: "refused",
    problems: [
      ...refused.map((variable) => ({
        variable,
        got: mask(raw[variable] ?? "", table[variable].secret),
        accepts: table[variable].accepts,
      })),
      ...problems,
    ],
  };
}

const missing = (variable: VariableName, accepts: string): Problem => ({ variable, got: "nothing", accepts });

/** What is right alone and wrong together. */
function unfitTogether(values: Values): Problem[] {
  return [...unfitParts(values), ...unfitTelegram(values)];
}

/** A process that runs part of the program leaves the rest to others, and reaches them through the queue alone. */
function unfitParts({ STORE_URL: store, QUEUE_URL: queue, ROLES: roles }: Values): Problem[] {
  const whole = RoleInProcess.options.every((role) => roles.includes(role));
  if (store === null || queue !== null || whole) return [];
  return [missing("QUEUE_URL", `${variables.QUEUE_URL.accepts}; a process without all ROLES needs it`)];
}

function unfitTelegram(values: Values): Problem[] {
  if (telegramMode(values) !== "webhook") return [];
  const problems: Problem[] = [];
  if (values.FOURHELP_PUBLIC_URL === null) {
    const { accepts } = variables.FOURHELP_PUBLIC_URL;
    problems.push(missing("FOURHELP_PUBLIC_URL", `${accepts}; Telegram's webhook needs it`));
  }
  if (values.TELEGRAM_WEBHOOK_SECRET === null)
    problems.push(missing("TELEGRAM_WEBHOOK_SECRET", variables.TELEGRAM_WEBHOOK_SECRET.accepts));
  return problems;
}

function telegramMode(values: Values): TelegramConfig["mode"] {
  if (values.TELEGRAM_BOT_TOKEN === null) return "off";
  return values.TELEGRAM_MODE ?? (values.FOURHELP_PUBLIC_URL === null ? "polling" : "webhook");
}

function telegramOf(values: Values): TelegramConfig {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_WEBHOOK_SECRET: secret } = values;
  const mode = telegramMode(values);
  if (mode === "off" || token === null) return { mode: "off" };
  return mode === "webhook" ? { mode, token, apiRoot, secret: secret ?? "" } : { mode, token, apiRoot };
}

function toConfig(values: Values): Config {
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    demo: values.FOURHELP_DEMO,
    roles: values.ROLES,
    store:
      values.STORE_URL === null
        ? { engine: "sqlite", dir: values.DATA_DIR }
        : { engine: "mongo", url: values.STORE_URL },
    queue: values.QUEUE_URL === null ? { engine: "memory" } : { engine: "redis", url: values.QUEUE_URL },
    telegram: telegramOf(values),
    logLevel: values.LOG_LEVEL,
    officeName: values.FOURHELP_OFFICE_NAME,
    timeZone: values.FOURHELP_TIME_ZONE,
    locale: values.FOURHELP_LOCALE,
    publicUrl: values.FOURHELP_PUBLIC_URL,
  };
}

/** A `FOURHELP_…` variable that does not exist is a typing error whose author believes it works. */
function unknownVariables(env: Environment): Problem[] {
  return Object.keys(env)
    .filter((name) => name.startsWith("FOURHELP_") && env[name] !== undefined && !Object.hasOwn(variables, name))
    .map((variable) => ({
      variable,
      // its value may be a secret that was meant for another name
      got: "a value that is not shown",
      accepts: `nothing: there is no such variable; the nearest is ${nearest(variable)}`,
    }));
}

function nearest(name: string): string {
  const known = variableNames.filter((one) => one.startsWith("FOURHELP_"));
  return known.reduce((best, one) => (distance(name, one) < distance(name, best) ? one : best));
}

/** Letters to add, drop or change to come from `a` to `b` (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function mask(text: string, secret: Variable["secret"]): string {
  if (secret === "hidden") return `${text.length} characters that are not shown`;
  if (secret === "address") return `${/^[a-z+]{2,20}:\/\//.exec(text)?.[0] ?? ""}… (the rest is not shown)`;
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

/** The process's own environment. The only place that reads it; hand the result to `readConfig`. */
export function environment(): Environment {
  return process.env;
}

/** A problem as one line for people. */
export function describeProblem({ variable, got, accepts }: Problem): string {
  return `${variable}: got ${got}; it accepts ${accepts}.`;
}

/** The text of `.env.example`. */
export function envExample(): string {
  const head = `# Settings of Fourhelp, with the values they have when unset. Copy this file to .env and take the # off a line to
# change it; hand it over with: docker run --env-file .env … or node --env-file=.env dist/main.js
`;
  return [
    head,
    ...variableNames.map((name) => {
      const { help, accepts, standard } = table[name];
      return `# ${help}\n# Accepts ${accepts}.\n# ${name}=${standard}\n`;
    }),
  ].join("\n");
}

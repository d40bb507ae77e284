/** Lists in and out of the office, and codes for its people, by the forms of the console page. */
import { z } from "zod";
import type { Started } from "#app/console-imports.js";
import { layoutNamed } from "#app/list-words.js";
import type { Route, RouteRequest, RouteResponse } from "#app/route.js";
import { say } from "#core/message/message.js";
import { ImportKind } from "#core/sheets/kinds.js";
import { consoleHtml, backLink, enter, isInside, notePage, type Inside, type Wording } from "../console-door.js";
import type { ApiDeps } from "../deps.js";
import { escapeHtml } from "../html.js";
import { importPage } from "../lists-page.js";
import { isNoForeignLink } from "../same-site.js";

/** Largest file, in bytes. */
export const UPLOAD_BYTES = 200 * 1024 * 1024;

const types = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

const ImportForm = z.object({ kind: ImportKind, mode: z.enum(["check", "import"]) });
/** `kind` may name a layout too, `households:members-2016`, as the page's own list does. */
const ExportQuery = z
  .object({
    kind: z.string(),
    layout: z.string().max(40).optional(),
    format: z.enum(["csv", "xlsx"]).default("xlsx"),
  })
  .transform(({ kind, layout, format }) => {
    const [name, chosen] = kind.split(":");
    return { kind: name, layout: layout || chosen || null, format };
  })
  .pipe(z.object({ kind: ImportKind, layout: z.string().nullable(), format: z.enum(["csv", "xlsx"]) }));
const NameForm = z.object({ name: z.string() });

/** The routes of lists and codes. */
export function consoleImport(deps: ApiDeps): Route[] {
  return [
    {
      method: "POST",
      path: "/console/import",
      perMinute: 20,
      upload: { maxBytes: UPLOAD_BYTES },
      handle: inside(deps, true, (entered, request) => takeIn(deps, entered, request)),
    },
    {
      method: "GET",
      path: "/console/import/:id",
      perMinute: 600,
      handle: inside(deps, false, async ({ office, words }, { params }) => {
        const view = await deps.lists.view(office, params["id"] ?? "");
        return view ? importPage(words, view) : notePage(words, 404, say("lists.gone"));
      }),
    },
    {
      method: "POST",
      path: "/console/import/:id/now",
      perMinute: 20,
      form: true,
      handle: inside(deps, true, async ({ office, words }, { params }) =>
        toPage(words, await deps.lists.importNow(office, params["id"] ?? "")),
      ),
    },
    {
      method: "GET",
      path: "/console/import/:id/rejected",
      perMinute: 60,
      handle: inside(deps, false, async ({ office, words }, { params }) => {
        const bytes = await deps.lists.rejected(office, params["id"] ?? "", words.locale);
        return bytes ? download(bytes, "csv", "rejected-rows") : notePage(words, 404, say("lists.gone"));
      }),
    },
    {
      method: "GET",
      path: "/console/export",
      perMinute: 20,
      handle: inside(deps, false, (entered, request) => takeOut(deps, entered, request)),
    },
    {
      method: "POST",
      path: "/console/codes",
      perMinute: 10,
      form: true,
      handle: inside(deps, true, async ({ office, words }) => {
        const bytes = await deps.lists.cadreCodes(office, words.locale);
        return bytes ? download(bytes, "csv", "codes") : notePage(words, 200, say("codes.none"));
      }),
    },
    {
      method: "POST",
      path: "/console/codes/office",
      perMinute: 10,
      form: true,
      handle: inside(deps, true, (entered, request) => officeCode(deps, entered, request)),
    },
  ];
}

/** Only for who is signed in; `form`: and only from our own page. */
function inside(
  deps: ApiDeps,
  form: boolean,
  handle: (entered: Inside, request: RouteRequest) => Promise<RouteResponse>,
): Route["handle"] {
  return async (request) => {
    const entered = await enter(deps, request, form);
    return isInside(entered) ? handle(entered, request) : entered;
  };
}

async function takeIn(deps: ApiDeps, { office, words }: Inside, request: RouteRequest): Promise<RouteResponse> {
  const upload = await request.upload?.();
  if (!upload || upload.name === "") return notePage(words, 400, say("lists.no-file"));
  const fields = ImportForm.safeParse(upload.fields);
  if (!fields.success) return notePage(words, 400, say("lists.no-kind"));
  const { kind, mode } = fields.data;
  const { name, bytes } = upload;
  const { locale } = words;
  return toPage(words, await deps.lists.start({ office, kind, name, locale, check: mode === "check", bytes }));
}

function toPage(words: Wording, started: Started): RouteResponse {
  switch (started.type) {
    case "started":
      return { status: 303, headers: { location: words.path(`/console/import/${started.id}`) }, html: "" };
    case "too-big":
      return notePage(words, 400, say("lists.too-big"));
    case "refused":
      return notePage(words, 400, started.problem);
    case "gone":
      return notePage(words, 404, say("lists.gone"));
  }
}

async function takeOut(deps: ApiDeps, { office, words }: Inside, request: RouteRequest): Promise<RouteResponse> {
  if (!isNoForeignLink(request.headers)) return notePage(words, 403, say("lists.elsewhere"));
  const query = ExportQuery.safeParse(request.query);
  if (!query.success) return notePage(words, 400, say("lists.no-kind"));
  const { kind, format } = query.data;
  const layout = query.data.layout === null ? null : layoutNamed(kind, query.data.layout);
  if (layout === undefined) return notePage(words, 400, say("lists.no-kind"));
  const taken = await deps.lists.export({ office, kind, layout, format });
  return taken.type === "refused" ? notePage(words, 400, taken.problem) : download(taken.bytes, format, layout ?? kind);
}

async function officeCode(deps: ApiDeps, { office, words }: Inside, { body }: RouteRequest): Promise<RouteResponse> {
  const parsed = NameForm.safeParse(body);
  const made = parsed.success ? await deps.lists.officeCode(office, parsed.data.name) : null;
  if (made === null) return notePage(words, 400, say("codes.no-name"));
  const { name, code, validUntil } = made;
  const told = escapeHtml(words.text(say("codes.office", { name, code, day: validUntil })));
  const shown = `<p class="code">${escapeHtml(code)}</p>`;
  return consoleHtml(words, [`<p class="told">${told}</p>`, shown, backLink(words)]);
}

type Bytes = NonNullable<RouteResponse["file"]>["bytes"];

function download(bytes: Bytes, format: keyof typeof types, name: string): RouteResponse {
  return {
    status: 200,
    file: { bytes, type: types[format], saveAs: `fourhelp-${name}.${format}` },
    headers: { "cache-control": "no-store" },
  };
}

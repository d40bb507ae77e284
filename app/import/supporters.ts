/** The list of supporters: enterprises with their credit code, citizens with their phone. */
import type { Person, Supporter } from "#core/registry/people.js";
import type { SupporterRecord } from "#core/sheets/records.js";
import type { CreateDecider, Decided, DeciderContext, Edit, ReadRow, Verdict } from "./decider.js";
import { createDraft, fateBetween, worst, type Step } from "./draft.js";
import { naturalId } from "./natural-id.js";
import { newPerson, peopleWithPhone, postOf } from "./people/new-person.js";
import { rejected } from "./problems.js";

export const decideSupporters: CreateDecider<"supporters"> = (context) =>
  Promise.resolve({
    type: "ready",
    decider: {
      changesPlace: false,
      async decide(rows): Promise<Decided> {
        const batch = createSupporterBatch(context);
        const verdicts: Verdict[] = [];
        for (const row of rows) verdicts.push(await batch.take(row));
        return { ...batch.end(), verdicts };
      },
    },
  });

function createSupporterBatch({ deps, request, header }: DeciderContext<"supporters">) {
  const { store, vault } = deps;
  const { office, locale } = request;
  const supporters = createDraft("supporters");
  const people = createDraft("people");
  const posts = createDraft("posts");
  const byCredit = new Map<string, string>();

  /** By credit code; without one, by the phone and name of who speaks for it. */
  async function known(record: SupporterRecord): Promise<Supporter | undefined> {
    const own = supporters.get(idOf(record));
    if (own) return own;
    if (record.creditCode !== null) {
      const { creditCode } = record;
      const earlier = byCredit.get(creditCode);
      const coded = earlier === undefined ? await store.supporters.by("credit", { office, creditCode }) : undefined;
      const supporter = earlier === undefined ? coded && supporters.stored(coded) : supporters.get(earlier);
      if (supporter) return supporter;
    }
    const speakers = await speakersOf(record);
    const roles = speakers.flatMap((person) => person.roles).flatMap((role) => (role.as === "supporter" ? [role] : []));
    const held = await store.supporters.getMany(roles.map(({ supporter }) => supporter));
    return held.map((one) => supporters.stored(one)).find(({ name }) => name === record.name);
  }

  async function speakersOf({ phone }: SupporterRecord): Promise<Person[]> {
    const stored = (await peopleWithPhone(deps, office, phone)).map((person) => people.stored(person));
    const key = vault.blind("phone", phone);
    const made = [...people.all()].filter((person) => person.phoneKey === key && !stored.includes(person));
    return [...stored, ...made];
  }

  function idOf({ creditCode, phone, name }: SupporterRecord): string {
    return naturalId(vault, office, "supporter", creditCode ?? `${phone} ${name}`);
  }

  async function speakerOf(
    record: SupporterRecord,
    supporter: string,
    was: Supporter | undefined,
  ): Promise<Step<Person>> {
    const role = { as: "supporter", supporter } as const;
    const all = await speakersOf(record);
    const person = all.find(({ _id }) => _id === was?.person) ?? all.find(({ name }) => name === record.contact);
    if (!person) {
      const made = newPerson(deps, { office, name: record.contact, phone: record.phone, role, locale, other: null });
      people.set(made);
      posts.set(postOf(made, role));
      return { doc: made, fate: "created" };
    }
    const has = person.roles.some((one) => one.as === "supporter" && one.supporter === supporter);
    const doc: Person = { ...person, name: record.contact, roles: has ? person.roles : [...person.roles, role] };
    people.set(doc);
    if (!has) posts.set(postOf(doc, role));
    return { doc, fate: fateBetween(person, doc) };
  }

  async function take({ row, record }: ReadRow<"supporters">): Promise<Verdict> {
    const was = await known(record);
    if (was && hasOtherCode(was, record)) {
      return rejected(header, row, "credit-taken", { fields: ["creditCode"], value: record.creditCode });
    }
    const base = was ?? newSupporter(idOf(record), record);
    const speaker = await speakerOf(record, base._id, was);
    const doc: Supporter = {
      ...base,
      sort: record.sort,
      name: record.name,
      creditCode: record.creditCode ?? base.creditCode,
      person: speaker.doc._id,
      // a check that the office has made is not unmade by a list
      verified: record.verified || base.verified,
    };
    supporters.set(doc);
    if (record.creditCode !== null) byCredit.set(record.creditCode, doc._id);
    return { type: worst([fateBetween(was, doc), speaker.fate]), touches: [doc._id, speaker.doc._id] };
  }

  function newSupporter(_id: string, { sort, name }: SupporterRecord): Supporter {
    const creditCode = `none:${_id}`;
    return { _id, version: 1, office, sort, name, creditCode, person: _id, verified: false, area: null };
  }

  return {
    take,
    end(): Pick<Decided, "inserts" | "edits"> {
      const fresh = new Set(people.inserts().map(({ doc }) => doc._id));
      const postsOf = (mine: (person: string) => boolean) =>
        posts.inserts().filter((post) => post.collection === "posts" && mine(post.doc.person));
      const inserts = [...people.inserts(), ...supporters.inserts(), ...postsOf((person) => fresh.has(person))];
      const roles = people.edits().map((edit): Edit => {
        const also = postsOf((person) => person === edit.root.doc._id);
        return also.length === 0 ? edit : { ...edit, also };
      });
      return { inserts, edits: [...roles, ...supporters.edits().map(announced)] };
    },
  };
}

/** Who is verified by the list is told so; matching opens its pledges at its next run. */
function announced(edit: Edit): Edit {
  if (edit.root.collection !== "supporters" || !edit.fields.includes("verified")) return edit;
  return { ...edit, happened: [{ event: "supporter-verified", ids: { supporter: edit.root.doc._id } }] };
}

function hasOtherCode({ creditCode }: Supporter, record: SupporterRecord): boolean {
  return record.creditCode !== null && !creditCode.startsWith("none:") && creditCode !== record.creditCode;
}

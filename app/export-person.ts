/** Everything stored of one person, as a text a person can read, in their language. */
import { dayOf } from "#core/calendar.js";
import { Circumstances } from "#core/registry/household.js";
import { messageOf, say, type Message } from "#core/message/message.js";
import type { Sealed } from "#core/fields.js";
import type { Person } from "#core/registry/people.js";
import { birthYear } from "./birth-year.js";
import type { AppDeps } from "./deps.js";
import type { Place } from "./places.js";
import { matchView, pledgeView } from "./views.js";

/** The text; `subject` is a person, or a stranger's conversation, of whom only messages are kept. */
export async function exportPerson(deps: AppDeps, office: string, subject: string): Promise<string> {
  const place = await deps.places.of(office);
  const person = await deps.store.people.get(subject);
  const locale = person?.locale ?? place.office.locale;
  const now = dayOf(deps.clock.now(), place.office.timeZone);
  const lines: Message[] = [say("data.title", { office: place.office.name, day: now })];
  if (person) lines.push(...personLines(deps, person), ...(await roleLines(deps, place, person)));
  const contacts = person
    ? (await deps.store.bindings.find({ index: "byPerson", where: { office, person: person._id } })).items.map(
        (one) => one.contact,
      )
    : [subject];
  for (const contact of contacts) lines.push(...(await messageLines(deps, place, contact)));
  lines.push(say("data.end"));
  return `${lines.map((line) => deps.render(line, { locale, dataClass: "local" })).join("\n")}\n`;
}

function personLines(deps: AppDeps, person: Person): Message[] {
  return [
    say("data.person", { name: person.name }),
    ...(person.phone === null ? [] : [say("data.phone", { phone: deps.vault.open(person.phone) })]),
    person.stopped ? say("data.stopped") : say("data.notices-on"),
  ];
}

async function roleLines(deps: AppDeps, place: Place, person: Person): Promise<Message[]> {
  const lines: Message[] = [];
  for (const role of person.roles) {
    if (role.as === "supporter") lines.push(...(await supporterLines(deps, place, role.supporter)));
    if (role.as === "household") lines.push(...(await householdLines(deps, place, role.household)));
  }
  return lines;
}

async function supporterLines(deps: AppDeps, place: Place, id: string): Promise<Message[]> {
  const supporter = await deps.store.supporters.get(id);
  if (!supporter) return [];
  const { office } = supporter;
  const lines = [
    say("data.supporter", { name: supporter.name, credit: supporter.creditCode.replace(/^none:.*/, "-") }),
  ];
  for await (const pledge of deps.store.pledges.scan({ index: "bySupporter", where: { office, supporter: id } })) {
    const view = await pledgeView(deps, place, pledge);
    lines.push(
      say("data.pledge", {
        code: view.code,
        kind: view.kind,
        quantity: { kind: view.kind, amount: view.quantity },
        area: view.areaName,
        due: view.due,
        title: view.title ?? "-",
      }),
    );
  }
  return lines;
}

async function householdLines(deps: AppDeps, place: Place, id: string): Promise<Message[]> {
  const household = await deps.store.households.get(id);
  if (!household) return [];
  const { office } = household;
  const circumstances = Circumstances.parse(JSON.parse(deps.vault.open(household.circumstances)));
  const causes = [circumstances.mainCause, ...circumstances.otherCauses].flatMap(
    (cause) => messageOf(`cause.${cause}`) ?? [],
  );
  const lines = [
    say("data.household", {
      name: household.name,
      code: household.code,
      village: place.nameOf(household.village),
      causes,
    }),
  ];
  for await (const member of deps.store.members.scan({ index: "byHousehold", where: { office, household: id } })) {
    const open = (sealed: Sealed | null): string => (sealed === null ? "-" : deps.vault.open(sealed));
    lines.push(
      say("data.member", {
        name: member.name,
        relation: member.relation,
        idNumber: open(member.idNumber),
        born: String(birthYear(deps.vault, member) ?? "-"),
      }),
    );
  }
  for await (const match of deps.store.matches.scan({ index: "byHousehold", where: { office, household: id } })) {
    const view = await matchView(deps, place, match);
    const quantity = { kind: view.kind, amount: view.quantity };
    lines.push(say("data.match", { code: view.code, supporter: view.supporter, quantity, category: view.category }));
  }
  return lines;
}

async function messageLines(deps: AppDeps, place: Place, contact: string): Promise<Message[]> {
  const lines: Message[] = [say("data.messages")];
  for await (const row of deps.store.messages.scan({ index: "byContact", where: { contact } })) {
    const day = dayOf(row.at, place.office.timeZone);
    lines.push(
      row.from === "me" ? say("data.said", { day, words: row.text }) : say("data.heard", { day, words: row.text }),
    );
  }
  return lines;
}

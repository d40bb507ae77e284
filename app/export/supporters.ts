import type { Exported, Exporting } from "./records.js";

/** All supporters; only the office has them. */
export async function* supporterRecords({ deps, office, reader }: Exporting): AsyncGenerator<Exported<"supporters">> {
  const { store, vault } = deps;
  for await (const supporter of store.supporters.scan({ index: "office", where: { office } })) {
    const subject = { supporter: supporter._id };
    if (!reader.mayHave(subject)) continue;
    const sensitive = reader.maySee(subject);
    const person = await store.people.get(supporter.person);
    const { sort, name, creditCode, verified } = supporter;
    yield {
      record: {
        kind: "supporters",
        sort,
        name,
        creditCode: creditCode.startsWith("none:") ? null : creditCode,
        contact: person?.name ?? name,
        phone: sensitive && person?.phone ? vault.open(person.phone) : "",
        verified,
      },
      sensitive,
    };
  }
}

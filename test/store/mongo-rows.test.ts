import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plain, sortable } from "#store/mongo/rows.js";
import { databaseOf } from "#store/mongo/connect.js";

/** Texts of signs from every corner, the last one of the first plane included. */
const signs = fc.constantFrom("a", "\u0001", "é", "村", "\uE000", "\uFFEE", "\uFFFF", "𠮷", "\u{10FFFF}");
const texts = fc.array(signs, { maxLength: 6 }).map((list) => list.join(""));

describe("sortable", () => {
  it("is undone by plain", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(plain(sortable(text))).toBe(text);
      }),
    );
  });

  it("sorts by UTF-16 units as the texts do by UTF-8 bytes", () => {
    const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(order(sortable(a), sortable(b))).toBe(bytes);
        expect(Buffer.compare(Buffer.from(sortable(a)), Buffer.from(sortable(b)))).toBe(bytes);
      }),
    );
  });

  it("leaves everyday texts as they are", () => {
    expect(sortable("板长村 BC-001")).toBe("板长村 BC-001");
  });
});

it.each([
  ["mongodb://db", "fourhelp"],
  ["mongodb://a,b,c:27018/?replicaSet=rs", "fourhelp"],
  ["mongodb://u:p%2Fq@db:27017/county?authSource=admin", "county"],
  ["mongodb+srv://db.example.org/qing%20shi", "qing shi"],
])("the database of %s is %s", (url, name) => expect(databaseOf(url)).toBe(name));

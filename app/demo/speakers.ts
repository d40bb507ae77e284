/** The household people of the demo: about forty, made as matches need somebody to confirm them. */
import { numbered, type Making } from "./base.js";
import { isActive, type Home } from "./households.js";
import type { Roll } from "./people.js";
import { HERO_HOUSEHOLD } from "./story.js";

const MOST = 40;
/** Left for households that nothing has come to yet. */
const FOR_WAITING = 8;

export interface Speakers {
  /** Who speaks for the household, or null when its cadre does. */
  of(household: string | null): string | null;
  /** Adds households to which nothing has come, until there are enough. */
  fill(): void;
}

/** The first is the story's; the second and third are two members of one household with one phone. */
export function createSpeakers({ draw }: Making, roll: Roll, homes: readonly Home[]): Speakers {
  const byId = new Map(homes.map((home) => [home.household._id, home]));
  const known = new Map<string, string>();
  let count = 0;
  const add = (home: Home, member = 0, phone?: string): void => {
    const { household } = home;
    const { _id: id = null, name = household.name } = home.members[member] ?? {};
    const person = numbered("home", ++count);
    roll.add(person, name, { as: "household", household: household._id, member: id }, phone);
    if (!known.has(household._id)) known.set(household._id, person);
  };
  const hero = byId.get(HERO_HOUSEHOLD);
  if (hero) add(hero);
  const sharing = homes.find(({ household, kin }) => isActive(household) && !known.has(household._id) && grownUps(kin));
  if (sharing) {
    const phone = roll.phone();
    add(sharing, 0, phone);
    add(sharing, 1, phone);
  }
  return {
    of(household) {
      const home = household === null ? undefined : byId.get(household);
      if (home && !known.has(home.household._id) && count < MOST - FOR_WAITING) add(home);
      return home ? (known.get(home.household._id) ?? null) : null;
    },
    fill() {
      for (const home of draw.shuffled(homes)) {
        if (count < MOST && isActive(home.household) && !known.has(home.household._id)) add(home);
      }
    },
  };
}

function grownUps(kin: Home["kin"]): boolean {
  return kin.length > 1 && kin.slice(0, 2).every(({ age }) => age >= 20);
}

import { takeUp, write } from "./journal";
import { Saver } from "./saver";
import { serviceFor } from "./service";

interface Living {
  opened: Promise<Saver>;
  /** Null: it is being opened. */
  saver: Saver | null;
}

/** The savers of this page: one for a project of a person, which goes on until all that was typed is saved, also when its page is left. */
const living = new Map<string, Living>();

/** Opens a project: what the service says, and above it what was typed and not saved when a page was lost or left. */
export function openSaver(person: string, id: string): Promise<Saver> {
  const key = `${person} ${id}`;
  const there = living.get(key);
  if (there && !there.saver?.done) {
    there.saver?.resume();
    return there.opened;
  }
  const entry: Living = { saver: null, opened: begin(person, id) };
  living.set(key, entry);
  entry.opened.then((saver) => (entry.saver = saver), () => living.delete(key));
  return entry.opened;
}

async function begin(person: string, id: string): Promise<Saver> {
  const service = serviceFor(person);
  const saver = new Saver({ person, project: await service.read(id), service, keep: write });
  await takeUp(person, id, (left) => saver.takeUp(left));
  return saver;
}

const all = () => [...living.values()].flatMap(({ saver }) => saver ?? []);

/** Milliseconds that whoever leaves waits for the last save. */
const lastWait = 5000;

/** Saves what is left in this page, if it can be saved now. */
export const saveAll = () => Promise.race([Promise.all(all().map((saver) => saver.flush())), new Promise((done) => setTimeout(done, lastWait))]);

/** Nothing is saved or kept any more, as whoever typed it has signed out. */
export const silence = () => all().forEach((saver) => saver.silence());

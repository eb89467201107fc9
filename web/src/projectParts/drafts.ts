/** Texts under way, kept in this browser until they are sent: a crash, a lost connection or a closed tab loses none. */

const store = "drafts";
let opened: Promise<IDBDatabase> | null = null;

/** Resolves with what a request answers. */
const result = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("drafts"));
  });

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("lupakartta-drafts", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("drafts"));
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** What stands under a key; undefined: nothing. */
export async function readDraft(key: string): Promise<unknown> {
  const db = await open();
  return result<unknown>(db.transaction(store).objectStore(store).get(key));
}

/** Writes a draft to the disk, or takes it away. */
export async function writeDraft(key: string, draft: unknown): Promise<void> {
  const db = await open();
  const transaction = db.transaction(store, "readwrite", { durability: "strict" });
  const drafts = transaction.objectStore(store);
  await (draft === undefined ? result(drafts.delete(key)) : result(drafts.put(draft, key)));
}

/** The keys of a person's drafts begin with who it is. */
export const draftKey = (person: string, ...about: string[]) => [person, ...about].join(" ");

const ofPerson = (person: string) => IDBKeyRange.bound(`${person} `, `${person} \uffff`);

/** Whether a person has typed something here that was not sent. */
export async function hasDrafts(person: string): Promise<boolean> {
  const all = await open().then((db) => result<unknown[]>(db.transaction(store).objectStore(store).getAll(ofPerson(person)))).catch(() => []);
  return all.some((draft) => Boolean((draft as { text?: string }).text?.trim()));
}

/** Takes a person's drafts off this browser. */
export async function forgetDrafts(person: string): Promise<void> {
  await open().then((db) => result(db.transaction(store, "readwrite").objectStore(store).delete(ofPerson(person)))).catch(() => undefined);
}

// The licence texts of every package that ended up in the bundle.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Returns one text with name, version, licence and full licence text of each package. */
export async function licences(root, metafile, extra = []) {
  const folders = new Set(extra.map((name) => `node_modules/${name}`));
  for (const file of Object.keys(metafile.inputs)) {
    // A package may hold copies of others: each is listed, under its own folder when it kept its manifest.
    for (const match of file.matchAll(/node_modules\/(?:@[^/]+\/)?[^/]+/g)) folders.add(file.slice(0, match.index + match[0].length));
  }
  const parts = [];
  for (const folder of [...folders].sort()) {
    const manifest = await readFile(path.join(root, folder, "package.json"), "utf8").then(JSON.parse, () => null);
    if (!manifest) continue;
    const file = (await readdir(path.join(root, folder))).find((f) => /^(licen[cs]e|copying|ofl)/i.test(f));
    const text = file ? await readFile(path.join(root, folder, file), "utf8") : `Licence: ${manifest.license}. ${manifest.homepage ?? ""}`;
    parts.push(`${manifest.name} ${manifest.version} (${manifest.license ?? "see below"})\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(78)}\n\n`);
}

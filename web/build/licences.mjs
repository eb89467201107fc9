// The licence texts of every package that ended up in the bundle.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Returns one text with name, version, licence and full licence text of each package. */
export async function licences(root, metafile, extra = []) {
  const packages = new Set(extra);
  for (const file of Object.keys(metafile.inputs)) {
    const match = file.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (match) packages.add(match[0].slice(match[0].indexOf("node_modules/") + "node_modules/".length, -1));
  }
  const parts = [];
  for (const name of [...packages].sort()) {
    const folder = path.join(root, "node_modules", name);
    const manifest = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const text = (await readdir(folder)).find((f) => /^(licen[cs]e|copying|ofl)/i.test(f));
    parts.push(`${manifest.name} ${manifest.version} (${manifest.license ?? "see below"})\n\n${text ? (await readFile(path.join(folder, text), "utf8")).trim() : `Licence: ${manifest.license}. ${manifest.homepage ?? ""}`}\n`);
  }
  return parts.join(`\n${"-".repeat(78)}\n\n`);
}

import { useShown } from "../i18n/shown";
import { Answer } from "../shell/Answer";
import { type Case, useCaseFiles } from "./queries";

/** The files of a version that was shown, as far as one may see them. */
export function FilesPart({ c }: { c: Case }) {
  const { t, number } = useShown();
  const files = useCaseFiles(c.id, c.version);
  if (files.data?.items.length === 0) return null;
  return (
    <section className="part" aria-labelledby="case-files">
      <h3 id="case-files">{t("case.files")}</h3>
      <Answer query={files}>
        <ul className="rows">
          {files.data?.items.map((f) => (
            <li key={f.id} className="row">
              <div className="row-text">
                {f.state === "clean" || f.state === "unscanned" ? <a href={f.path} download={f.name}>{f.name}</a> : <b>{f.name}</b>}
                <span>{t("case.fileSize", { size: number(Math.max(1, Math.round(f.size / 1024))) })}</span>
                {f.state !== "clean" && <span>{t(`case.file.${f.state}`)}</span>}
              </div>
            </li>
          ))}
        </ul>
      </Answer>
    </section>
  );
}

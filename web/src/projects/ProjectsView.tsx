import { useState } from "react";
import { useProjects } from "../i18n/projects";
import { Placing } from "../placing/Placing";
import type { Part, Sketch } from "../placing/part";
import { Top } from "../shell/Top";

/** The place of a project, put part by part. */
export function ProjectsView() {
  const { t } = useProjects();
  const [parts, setParts] = useState<readonly Part[]>([]);
  const [sketch, setSketch] = useState<Sketch | null>(null);
  return (
    <section aria-labelledby="projects-heading">
      <Top id="projects-heading" heading={t("view.heading")} />
      <p className="intro">{t("view.intro")}</p>
      <Placing parts={parts} purposes={[{ code: "site", label: t("view.area") }, { code: "other", label: t("view.other") }]} onChange={setParts} sketch={sketch} onSketch={setSketch} withTimes />
    </section>
  );
}

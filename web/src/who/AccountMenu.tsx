import { useState } from "react";
import { type View, begin } from "../address/address";
import { store } from "../address/store";
import { answer, type Body, client } from "../api/client";
import { Problem } from "../api/problem";
import { seesCases } from "../cases/access";
import { usePeople } from "../i18n/people";
import { type Me, administered, spoken } from "./queries";
import { reserve } from "./reserve";

interface Props {
  me: Me;
  close: () => void;
}

/** For whom one acts, one's own page, and the way out. */
export function AccountMenu({ me, close }: Props) {
  const { t, common } = usePeople();
  const [problem, setProblem] = useState("");
  const [unsaved, setUnsaved] = useState(false);
  const signOut = async (anyway: boolean) => {
    try {
      // What was typed and not saved is nobody else's to see: it goes, and whoever typed it is asked before.
      const { forget, hasUnsaved } = await import("../projects/journal");
      const drafts = await import("../projectParts/drafts");
      const { saveAll, silence } = await import("../projects/savers");
      if (!anyway) await saveAll();
      if (me.id && !anyway && ((await hasUnsaved(me.id)) || (await drafts.hasDrafts(me.id)))) return setUnsaved(true);
      const { location: next } = await answer<Body<"/api/v1/sign-out", "post">>(client.POST("/api/v1/sign-out", { headers: spoken }));
      silence();
      if (me.id) await Promise.all([forget(me.id), drafts.forgetDrafts(me.id)]);
      reserve(false);
      location.assign(next);
    } catch (error) {
      if (error instanceof Problem) setProblem(error.details.join(" ") || t("failed"));
    }
  };
  const go = (view: View, part: string | null = null) => (event: React.MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    store.set({ ...begin(view), part }, true);
    close();
  };
  return (
    <>
      <p className="account-who">{me.name}</p>
      <ul>
        <li>
          <a href="?view=me&part=acting" onClick={go("me", "acting")}>{t("menu.acting", { name: me.acting?.name ?? t("menu.myself") })}
          </a>
        </li>
        <li><a href="?view=projects" onClick={go("projects")}>{common("views.projects")}</a></li>
        {seesCases(me) && <li><a href="?view=cases" onClick={go("cases")}>{t("menu.cases")}</a></li>}
        <li><a href="?view=me" onClick={go("me")}>{t("menu.me")}</a></li>
        {administered(me).map((authority) => (
          <li key={authority.code}>
            <a href={`?view=authorities&authority=${authority.code}&part=admin`} onClick={(event) => {
              event.preventDefault();
              store.set({ ...begin("authorities"), authority: authority.code, part: "admin" }, true);
              close();
            }}>{t("menu.administration", { name: authority.name })}</a>
          </li>
        ))}
        <li><button type="button" onClick={() => void signOut(false)}>{t("menu.signOut")}</button></li>
      </ul>
      {unsaved && (
        <div className="confirm account-unsaved" role="alert">
          <p>{t("menu.unsaved")}</p>
          <div className="actions-small confirm-answers">
            <button type="button" className="danger" onClick={() => void signOut(true)}>{t("menu.signOutAnyway")}</button>
            <button type="button" onClick={() => setUnsaved(false)}>{t("cancel")}</button>
          </div>
        </div>
      )}
      {problem && <p className="account-problem" role="alert">{problem}</p>}
    </>
  );
}

import { useState } from "react";
import { begin } from "../address/address";
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
  const { t } = usePeople();
  const [problem, setProblem] = useState("");
  const signOut = async () => {
    try {
      const { location: next } = await answer<Body<"/api/v1/sign-out", "post">>(client.POST("/api/v1/sign-out", { headers: spoken }));
      reserve(false);
      location.assign(next);
    } catch (error) {
      if (error instanceof Problem) setProblem(error.details.join(" ") || t("failed"));
    }
  };
  const go = (part: string | null) => (event: React.MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    store.set({ ...begin("me"), part }, true);
    close();
  };
  return (
    <>
      <p className="account-who">{me.name}</p>
      <ul>
        <li>
          <a href="?view=me&part=acting" onClick={go("acting")}>{t("menu.acting", { name: me.acting?.name ?? t("menu.myself") })}
          </a>
        </li>
        {seesCases(me) && (
          <li>
            <a href="?view=cases" onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              store.set(begin("cases"), true);
              close();
            }}>{t("menu.cases")}</a>
          </li>
        )}
        <li><a href="?view=me" onClick={go(null)}>{t("menu.me")}</a></li>
        {administered(me).map((authority) => (
          <li key={authority.code}>
            <a href={`?view=authorities&authority=${authority.code}&part=admin`} onClick={(event) => {
              event.preventDefault();
              store.set({ ...begin("authorities"), authority: authority.code, part: "admin" }, true);
              close();
            }}>{t("menu.administration", { name: authority.name })}</a>
          </li>
        ))}
        <li><button type="button" onClick={() => void signOut()}>{t("menu.signOut")}</button></li>
      </ul>
      {problem && <p className="account-problem" role="alert">{problem}</p>}
    </>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button, IconCopy } from "suomifi-ui-components";
import { answer, client, done } from "../api/client";
import { Confirm } from "../form/Confirm";
import { Choices, Field, Select } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { faultless, faultsOf, fieldId } from "../form/faults";
import { useAction } from "../form/useAction";
import { usePeople } from "../i18n/people";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { mine, spoken } from "../who/queries";
import { type NewToken, useTokens } from "./queries";

const scopes = ["profile", "authorities", "projects"] as const;
const lives = ["7", "30", "90", "365"] as const;

/** Tokens by which machines ask in one's name. */
export function TokensPart() {
  const { t, time } = usePeople();
  const tokens = useTokens();
  const queries = useQueryClient();
  const [made, setMade] = useState<NewToken | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: [mine, "tokens"] });
  const revoke = async (id: string, name: string) => {
    await done(client.DELETE("/api/v1/tokens/{id}", { params: { path: { id } }, headers: spoken }));
    if (made?.id === id) setMade(null);
    await again();
    announce(t("me.tokens.revoked", { name }));
    document.getElementById("me-heading")?.closest<HTMLElement>("[tabindex]")?.focus();
  };
  const list = tokens.data?.items ?? [];
  return (
    <>
      <p className="intro">{t("me.tokens.intro")}</p>
      {made && <Secret key={made.id} made={made} />}
      <Answer query={tokens}>
        {tokens.data && list.length === 0 && <p className="hint">{t("me.tokens.none")}</p>}
        <ul className="cards">
          {list.map((token) => (
            <li key={token.id} className="card token">
              <h3>{token.name}</h3>
              <dl>
                <div><dt>{t("me.tokens.scopes")}</dt><dd>{(token.scopes ?? []).map((s) => t(`scope.${s as (typeof scopes)[number]}`)).join(", ")}</dd></div>
                <div><dt>{t("me.tokens.expires")}</dt><dd>{time(token.expires_at)}</dd></div>
                <div><dt>{t("me.tokens.used")}</dt><dd>{token.used_at ? time(token.used_at) : t("me.tokens.never")}</dd></div>
              </dl>
              <div className="actions actions-small">
                <Confirm label={t("me.tokens.revoke")} of={token.name} question={t("me.tokens.revokeQuestion", { name: token.name })} yes={t("me.tokens.revoke")} act={() => revoke(token.id, token.name)} />
              </div>
            </li>
          ))}
        </ul>
      </Answer>
      <TokenForm onMade={(token) => {
        setMade(token);
        void again();
      }} />
    </>
  );
}

function TokenForm({ onMade }: { onMade: (token: NewToken) => void }) {
  const { t } = usePeople();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [days, setDays] = useState<string>("90");
  const { run, busy, problem } = useAction(async () => {
    onMade(await answer<NewToken>(client.POST("/api/v1/tokens", { body: { name, scopes: chosen, days: Number(days) }, headers: spoken })));
    setName("");
    setChosen([]);
  });
  const labels = [["/name", t("me.tokens.name")], ["/scopes", t("me.tokens.scopes")], ["/days", t("me.tokens.days")]] as const;
  const faulty = problem ? faultsOf(problem, labels.map(([pointer]) => pointer)) : faultless;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <form className="form form-apart" onSubmit={submit} noValidate aria-labelledby="token-form">
      <h3 id="token-form">{t("me.tokens.new")}</h3>
      <FaultList form="token" faulty={faulty} labels={labels} />
      <Field id={fieldId("token", "/name")} label={t("me.tokens.name")} hint={t("me.tokens.nameHint")} fault={faulty.fields["/name"]} value={name} onChange={setName} autoComplete="off" />
      <Choices id={fieldId("token", "/scopes")} label={t("me.tokens.scopes")} fault={faulty.fields["/scopes"]} chosen={chosen} onChange={setChosen} choices={scopes.map((s) => ({ value: s, label: t(`scope.${s}`) }))} />
      <Select id={fieldId("token", "/days")} label={t("me.tokens.days")} fault={faulty.fields["/days"]} value={days} onChange={setDays}>
        {lives.map((n) => <option key={n} value={n}>{t("me.tokens.life", { count: Number(n) })}</option>)}
      </Select>
      <Button type="submit" variant="secondary" aria-disabled={busy}>{t("me.tokens.make")}</Button>
    </form>
  );
}

/** The token's secret, which is told this once. */
function Secret({ made }: { made: NewToken }) {
  const { t } = usePeople();
  const note = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"" | "copied" | "failed">("");
  useEffect(() => note.current?.focus(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.secret);
      setState("copied");
      announce(t("me.tokens.copied"));
    } catch {
      setState("failed");
      announce(t("me.tokens.copyFailed"));
    }
  };
  return (
    <div className="note note-warning secret" role="group" aria-labelledby="secret-heading" tabIndex={-1} ref={note}>
      <p id="secret-heading"><b>{t("me.tokens.made", { name: made.name })}</b></p>
      <p>{t("me.tokens.once")}</p>
      <div className="field"><input aria-label={t("me.tokens.secret")} readOnly value={made.secret} onFocus={(e) => e.target.select()} /></div>
      <div className="actions"><Button variant="secondary" icon={<IconCopy />} onClick={() => void copy()}>{state === "copied" ? t("me.tokens.copied") : t("me.tokens.copy")}</Button></div>
      {state === "failed" && <p>{t("me.tokens.copyFailed")}</p>}
    </div>
  );
}

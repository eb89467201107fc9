import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { IconArrowLeft, IconEdit, IconMapLocation } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { boxOf } from "../geo/measure";
import { usePeople } from "../i18n/people";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { administered, useMe } from "../who/queries";
import { AuthorityLink } from "./AuthorityLink";
import { type Area, areasOf } from "./areas";
import { grouped, writeHours } from "./hours";
import { OpenNow } from "./OpenNow";
import { type Authority, authorityQuery } from "./queries";

/** One authority: how it is reached, when it is open, what it is competent for and where. */
export function AuthorityCard({ code }: { code: string }) {
  const { t } = usePeople();
  const found = useQuery(authorityQuery(code));
  const { data: me } = useMe();
  const authority = found.data?.body;
  return (
    <section aria-labelledby="authority-heading">
      <Top id="authority-heading" heading={authority?.name ?? t("authority.heading")} focusOn={code}>
        <AuthorityLink code={null} className="back"><IconArrowLeft aria-hidden="true" />{t("authorities.heading")}</AuthorityLink>
      </Top>
      <Answer query={found}>
        {found.error instanceof Problem && found.error.status === 404 && <p className="note">{t("authority.gone")}</p>}
        {authority && (
          <>
            <p className="intro">{t(`authority.kind.${authority.kind}`)} <OpenNow open={authority.open_now} /></p>
            {administered(me).some((a) => a.code === code || authority.above?.some((over) => over.code === a.code)) && <div className="actions actions-small"><AuthorityLink code={code} part="admin"><IconEdit aria-hidden="true" />{t("authority.administer")}</AuthorityLink></div>}
            <Contact authority={authority} />
            <ServiceHours authority={authority} />
            <Competences authority={authority} />
            <Relatives authority={authority} />
          </>
        )}
      </Answer>
    </section>
  );
}

function Contact({ authority: { channels, business_id } }: { authority: Authority }) {
  const { t, lang } = usePeople();
  const { phone, email, web, e_service, address, note } = channels;
  const site = (url: string) => /^https:\/\/([^/]+)/.exec(url)?.[1] ?? url;
  const any = phone || email || web || e_service || address;
  return (
    <section className="part" aria-labelledby="authority-contact">
      <h3 id="authority-contact">{t("authority.contact")}</h3>
      {!any && <p className="hint">{t("authority.noContact")}</p>}
      <dl>
        {phone && <div><dt>{t("authority.phone")}</dt><dd><a href={`tel:${phone.replaceAll(" ", "")}`}>{phone}</a></dd></div>}
        {email && <div><dt>{t("authority.email")}</dt><dd><a href={`mailto:${email}`}>{email}</a></dd></div>}
        {e_service && <div><dt>{t("authority.e_service")}</dt><dd><a href={e_service} rel="noreferrer">{site(e_service)}</a></dd></div>}
        {web && <div><dt>{t("authority.web")}</dt><dd><a href={web} rel="noreferrer">{site(web)}</a></dd></div>}
        {address && <div><dt>{t("authority.address")}</dt><dd>{address.street}, {address.postal_code} {address.town}</dd></div>}
        {business_id && <div><dt>{t("profile.businessId")}</dt><dd>{business_id}</dd></div>}
      </dl>
      {note && <p className="hint">{note[lang]}</p>}
    </section>
  );
}

function ServiceHours({ authority: { hours } }: { authority: Authority }) {
  const { t, lang, date } = usePeople();
  const today = new Date().toISOString().slice(0, 10);
  const coming = hours.exceptions.filter((e) => e.date >= today).sort((a, b) => a.date.localeCompare(b.date)).slice(0, 5);
  const day = (n: 1 | 2 | 3 | 4 | 5 | 6 | 7) => t(`weekday.${n}`);
  return (
    <section className="part" aria-labelledby="authority-hours">
      <h3 id="authority-hours">{t("authority.hours")}</h3>
      {hours.weekly.length === 0 ? <p className="hint">{t("authority.noHours")}</p> : (
        <dl>
          {grouped(hours).map((row) => (
            <div key={row.first}><dt>{row.first === row.last ? day(row.first) : `${day(row.first)}–${day(row.last)}`}</dt><dd>{row.text || t("authority.closedDay")}</dd></div>
          ))}
        </dl>
      )}
      {coming.length > 0 && (
        <>
          <h4>{t("authority.exceptions")}</h4>
          <dl>
            {coming.map((e) => (
              <div key={e.date}><dt>{date(e.date)}</dt><dd>{e.from && e.to ? writeHours([{ from: e.from, to: e.to }]) : t("authority.closedDay")}{e.note?.[lang] && ` (${e.note[lang]})`}</dd></div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

/** What it is competent for, by area; the area in question is on the map. */
function Competences({ authority }: { authority: Authority }) {
  const { t } = usePeople();
  const { map } = useMap();
  const areas = useMemo(() => areasOf(authority.competences ?? []), [authority]);
  const [shown, setShown] = useState(0);
  const area = areas[shown];
  useEffect(() => {
    if (!map || !area) return;
    map.draw("competence", area.geometry);
    return () => map.draw("competence");
  }, [map, area]);
  const show = (i: number, one: Area) => {
    setShown(i);
    map?.fit(boxOf(one.geometry), 14);
    announce(t("authority.areaShown", { area: t(`area.${one.area}`) }));
  };
  return (
    <section className="part" aria-labelledby="authority-competences">
      <h3 id="authority-competences">{t("authority.competences")}</h3>
      {areas.length === 0 && <p className="hint">{t("authority.noCompetences")}</p>}
      {areas.map((one, i) => (
        <div key={one.competences[0]?.field.code} className="competence-area" data-shown={i === shown}>
          <div className="competence-top">
            <h4>{t("authority.area", { area: t(`area.${one.area}`) })}</h4>
            {map && <div className="actions-small"><button type="button" aria-pressed={areas.length > 1 ? i === shown : undefined} onClick={() => show(i, one)}><IconMapLocation aria-hidden="true" />{t("authority.showArea")}</button></div>}
          </div>
          <ul className="competences">
            {one.competences.map((c) => <li key={c.field.code}><b>{c.field.name}</b><span>{c.statute}</span></li>)}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Relatives({ authority: { above, units } }: { authority: Authority }) {
  const { t } = usePeople();
  if (!above?.length && !units?.length) return null;
  return (
    <section className="part" aria-labelledby="authority-relatives">
      <h3 id="authority-relatives">{t("authority.relatives")}</h3>
      <ul className="links">
        {above?.map((a) => <li key={a.code}>{t("authority.above")} <AuthorityLink code={a.code}>{a.name}</AuthorityLink></li>)}
        {units?.map((u) => <li key={u.code}><AuthorityLink code={u.code}>{u.name}</AuthorityLink></li>)}
      </ul>
    </section>
  );
}

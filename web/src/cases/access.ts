import type { Me } from "../who/queries";

/** Offices whose holders see projects that concern their authority. */
const roles = ["handler", "decision_maker", "supervisor", "registrar"];

/** Whether somebody sees projects as an official. Whoever acts for another is not in office meanwhile. */
export const seesCases = (me: Me | undefined) => Boolean(me && !me.acting && me.offices?.some((office) => roles.includes(office.role)));

import type { Me } from "../who/queries";

type Keeper = { code: string } | undefined;

const holds = (me: Me | undefined, keeper: Keeper, ...roles: string[]) => keeper !== undefined && (me?.offices?.some((o) => o.authority.code === keeper.code && roles.includes(o.role)) ?? false);

/** Whether somebody may propose changes of rules: registrars of the authority that keeps them. */
export const mayPropose = (me: Me | undefined, keeper: Keeper) => holds(me, keeper, "registrar");

/** Whether somebody sees proposals, and may decide on those of others. */
export const mayDecide = (me: Me | undefined, keeper: Keeper) => holds(me, keeper, "registrar", "decision_maker");

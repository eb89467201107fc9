import type { Me } from "../who/queries";

/** The authorities in whose offices somebody imports and approves layers. */
export const registries = (me: Me | undefined) => me?.offices?.filter((office) => office.role === "registrar").map((office) => office.authority) ?? [];

export const isRegistrar = (me: Me | undefined) => registries(me).length > 0;

/** Whether somebody is a registrar of the authority that keeps a layer. */
export const keeps = (me: Me | undefined, keeper: { code: string } | undefined) => keeper !== undefined && registries(me).some((a) => a.code === keeper.code);

/** Whether somebody may be told how the service keeps a layer: registrars, of what is theirs and of what is no authority's. */
export const tends = (me: Me | undefined, keeper: { code: string } | undefined) => (keeper ? keeps(me, keeper) : isRegistrar(me));

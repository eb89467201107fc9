import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { type Body, answer, client } from "../api/client";
import { lang } from "../page/config";

export type Me = Body<"/api/v1/me", "get">;

/** Texts in these answers are in the page's language, whatever the browser's is. */
export const spoken = { "Accept-Language": lang };

/** Keys of everything that is about whoever is signed in begin with this. */
export const mine = "mine";

export const meQuery = queryOptions({
  queryKey: [mine, "me"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => answer<Me>(client.GET("/api/v1/me", { headers: spoken, signal })),
});

/** Who is signed in, and for whom they act. Asked when the map is drawn. */
export const useMe = () => useQuery(meQuery);

/** After another was chosen to act for, or somebody has signed in: whatever was told about me is asked again. */
export const askAgain = (queries: QueryClient) => queries.invalidateQueries({ queryKey: [mine] });

/** The ways to sign in. */
export const useProviders = () =>
  useQuery({
    queryKey: ["sign-in-providers"],
    queryFn: ({ signal }) => answer<Body<"/api/v1/sign-in-providers", "get">>(client.GET("/api/v1/sign-in-providers", { params: { query: { lang } }, signal })),
  });

/** The authorities that somebody administers, each with the units below it. */
export const administered = (me: Me | undefined) => me?.offices?.filter((office) => office.role === "administrator").map((office) => office.authority) ?? [];

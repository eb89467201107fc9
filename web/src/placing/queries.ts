import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { useEffect, useState } from "react";
import { type Body, answer, client } from "../api/client";
import type { components } from "../api/schema";
import { lang } from "../page/config";
import { type Part, type Shape, isShape } from "./part";

type Schemas = components["schemas"];
export type Description = Schemas["PlaceDescription"];
export type Fix = Schemas["GeometryFix"];

const at = { query: { lang } };

const describedQuery = (geometries: readonly Geometry[]) =>
  queryOptions({
    queryKey: ["described", geometries],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000, // there are many shapes on the way to one
    retryDelay: 2000, // it comes back as soon as the service does
    queryFn: ({ signal }) => answer<Description>(client.POST("/api/v1/places/described", { params: at, body: { geometries: geometries as never }, signal })),
  });

/** Milliseconds that a shape stands still before it is read back. */
const pause = 300;

/** A place in words, as soon as it stands still. */
export function useDescribed(geometries: readonly Geometry[]) {
  const wanted = JSON.stringify(geometries);
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), pause);
    return () => clearTimeout(timer);
  }, [wanted]);
  const shapes = JSON.parse(asked) as Geometry[];
  const query = useQuery({ ...describedQuery(shapes), enabled: shapes.length > 0, placeholderData: keepPreviousData });
  // While it is asked again, what went wrong stands as the reason; words of an earlier shape are not this one's.
  const error = query.error ?? (query.isPlaceholderData || query.data === undefined ? query.failureReason : null);
  return { data: query.data, error, current: asked === wanted && !query.isPlaceholderData };
}

/** The name by which a part is called in lists and buttons. */
export const nameOf = (part: Part, parts: readonly Part[], numbered: (number: number) => string) => part.name || numbered(parts.findIndex((p) => p.id === part.id) + 1);

interface Order {
  operation: "merge" | "join" | "split" | "cut" | "widen" | "outline";
  geometries: Shape[];
  with?: Geometry;
  distance_m?: number;
}

/** Shapes as the service changes them, exactly; in the order of what was given. */
export async function change(order: Order): Promise<Shape[]> {
  const { items } = await answer<Body<"/api/v1/places/changed", "post">>(client.POST("/api/v1/places/changed", { params: at, body: order as never }));
  return (items ?? []).flatMap(({ geometry }) => (isShape(geometry) ? [geometry] : []));
}

export type Taken = Omit<Schemas["TakenPlace"], "geometry"> & { geometry: Shape };
export type Around = Omit<Schemas["PlaceAround"], "found" | "candidates"> & { found: Taken | null; candidates: Taken[] };

/** Those that can be a part. */
const usable = (taken: readonly (Schemas["TakenPlace"] | undefined)[]) => taken.flatMap((one): Taken[] => (one && isShape(one.geometry) ? [{ ...one, geometry: one.geometry }] : []));

/** Lines that the service takes at once. */
const mostLines = 50;

/** What lines of text were taken for: each a place, or candidates. */
export async function around(what: readonly string[], radius: number): Promise<Around[]> {
  const told: Around[] = [];
  for (let i = 0; i < what.length; i += mostLines) {
    const { items } = await answer<Body<"/api/v1/places/around", "post">>(client.POST("/api/v1/places/around", { params: at, body: { what: what.slice(i, i + mostLines), radius_m: radius } }));
    told.push(...(items ?? []).map((item) => ({ ...item, found: usable([item.found])[0] ?? null, candidates: usable(item.candidates ?? []) })));
  }
  return told;
}

export type Street = Schemas["Street"];
export type Crossing = Schemas["StreetCrossing"];

export const useStreets = (words: string) =>
  useQuery({
    queryKey: ["streets", words],
    enabled: words.length > 1,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer<Body<"/api/v1/streets", "get">>(client.GET("/api/v1/streets", { params: { query: { q: words, limit: 20, lang } }, signal })),
  });

export const useCrossings = (street: Street | null) =>
  useQuery({
    queryKey: ["crossings", street?.name, street?.municipality?.code],
    enabled: street !== null,
    queryFn: ({ signal }) => answer<Body<"/api/v1/streets/crossings", "get">>(client.GET("/api/v1/streets/crossings", { params: { query: { street: street?.name ?? "", municipality: street?.municipality?.code, lang } }, signal })),
  });

/** The stretch of a street between two of its crossings. */
export const stretch = (street: Street, from: Crossing, to: Crossing) =>
  answer<Body<"/api/v1/places/street", "post">>(client.POST("/api/v1/places/street", {
    params: at, body: { street: street.name, municipality: street.municipality?.code, from: from.name, to: to.name, from_point: from.point, to_point: to.point },
  }));

export type FileRead = Body<"/api/v1/places/file", "post">;

/** What a file holds; crs empty: as the file says. */
export const readFile = (file: File, crs: string) =>
  answer<FileRead>(client.POST("/api/v1/places/file", {
    params: { query: { name: file.name, crs: crs || undefined, lang } }, body: file as never, bodySerializer: (body: unknown) => body as File, headers: { "Content-Type": "application/octet-stream" },
  }));

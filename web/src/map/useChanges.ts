import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { useEffect } from "react";
import type { Spot } from "../address/address";
import { boxOf } from "../geo/measure";
import { published } from "../layers/fetch";
import { type Box, touches } from "./box";
import { type Me, useMe } from "../who/queries";
import { followChanges } from "./changes";
import type { MapEngine } from "./engine";

/** How far from a change an answer may depend on it: the furthest that rules look at live layers, degrees of latitude. */
const near = 0.01;

const grown = ([w, s, e, n]: Box, by: number): Box => [w - 2 * by, s - by, e + 2 * by, n + by];

/** The place that an answer is about; null: it is about none. */
function subject([kind, about]: readonly unknown[]): Box | null {
  switch (kind) {
    case "at": {
      const spot = about as Spot | null;
      return spot && [spot.lon, spot.lat, spot.lon, spot.lat];
    }
    case "features":
      return (about as { box: Box } | null)?.box ?? null;
    case "check":
      return boxOf(about as Geometry);
    default:
      return null;
  }
}

/** Asks again what may be answered otherwise: in the layer, about a place near the boxes. */
export function askAgain(queries: QueryClient, layer?: string, boxes?: readonly Box[]): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey }) => {
      if (queryKey[0] === "feature") return !layer || (queryKey[1] as { layer: string } | null)?.layer === layer;
      const about = subject(queryKey);
      return about !== null && (boxes?.some((box) => touches(grown(about, near), box)) ?? true);
    },
  });
}

/** Names the session of whoever is signed in, and for whom they act; undefined: not known yet. */
const sessionOf = (me: Me | undefined) => me && (me.signed_in ? `${me.until} ${me.acting?.party ?? ""}` : "");

/** Keeps what is shown up to date with what anybody changes: the map's live layers, and what is told of places. */
export function useChanges(map: Promise<MapEngine | null>): void {
  const queries = useQueryClient();
  const me = useMe();
  const whose = me.isError ? "" : sessionOf(me.data);
  useEffect(() => {
    if (whose === undefined) return;
    let stop: (() => void) | undefined;
    let here = true;
    let first = true; // what the page asked for when it was opened is seconds old
    const follow = (engine: MapEngine | null) => {
      if (!here) return;
      stop = followChanges(whose, {
        changed: (layer, boxes) => {
          engine?.refresh(layer, boxes);
          askAgain(queries, layer, boxes);
        },
        published: () => void setTimeout(() => dispatchEvent(new Event(published)), 500 * Math.random()), // not all pages at once
        reload: () => {
          engine?.refresh();
          if (!first) {
            dispatchEvent(new Event(published));
            askAgain(queries);
          }
          first = false;
        },
      });
    };
    // After the first look, which is all that most people wait for.
    map.then((engine) => (engine ? engine.onIdle(() => follow(engine)) : follow(null)), () => follow(null));
    return () => {
      here = false;
      stop?.();
    };
  }, [map, queries, whose]);
}

import { useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { useEffect, useMemo, useRef, useState } from "react";
import { checkQuery, type Result } from "../api/queries";
import { checkable } from "./checkable";
import { useDrawn } from "./drawn";

/** Milliseconds that a shape stands still before it is checked; when the pointer lets go of it, it is at once. */
const pause = 120;

interface LiveCheck {
  /** There is enough of the shape to check. */
  ready: boolean;
  /** What is shown is of an earlier shape, or of none. */
  waiting: boolean;
  result: Result | undefined;
  error: Error | null;
}

/** The findings of a shape that changes, in the order of its changes; project null: not known yet. */
export function useLiveCheck(shape: Geometry | null, project: Readonly<Record<string, unknown>> | null): LiveCheck {
  const letGo = useDrawn((d) => d.letGo);
  const wanted = useMemo(() => JSON.stringify(checkable(shape)), [shape]);
  const [asked, setAsked] = useState("null");
  const gone = useRef(letGo);
  useEffect(() => {
    if (wanted === asked) return;
    const at = gone.current === letGo ? pause : 0;
    gone.current = letGo;
    const timer = setTimeout(() => setAsked(wanted), at);
    return () => clearTimeout(timer);
  }, [wanted, asked, letGo]);
  const place = useMemo(() => JSON.parse(asked) as Geometry | null, [asked]);
  const check = useQuery({
    ...checkQuery(place ?? nowhere, project ?? {}),
    enabled: place !== null && project !== null,
    placeholderData: (previous: Result | undefined) => previous, // marked as waiting
    gcTime: 60_000, // there are many shapes on the way to one
    retry: false,
  });
  const ready = wanted !== "null";
  return { ready, waiting: ready && (wanted !== asked || check.isFetching || project === null), result: ready && project ? check.data : undefined, error: check.error };
}

const nowhere: Geometry = { type: "Point", coordinates: [0, 0] };

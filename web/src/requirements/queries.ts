import { useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { type Body, answer, client } from "../api/client";
import type { components } from "../api/schema";
import { lang } from "../page/config";

type Schemas = components["schemas"];
export type Requirements = Schemas["RequirementList"];
export type Requirement = Schemas["Requirement"];
export type Required = Schemas["Required"];
export type KindFinding = Schemas["KindFinding"];

/** Everything that applies at the place, and at the other beside it, for one kind of project or, with null, for all. */
export const useRequirements = (place: Geometry | null, other: Geometry | null, kind: string | null, wanted: boolean) =>
  useQuery({
    queryKey: ["requirements", place, other, kind],
    enabled: wanted && place !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      answer<Body<"/api/v1/requirements", "post">>(
        client.POST("/api/v1/requirements", { params: { query: { lang } }, body: { places: place ? (other ? [place, other] : [place]) : [], kinds: kind ? [kind] : [] }, signal }),
      ),
  });

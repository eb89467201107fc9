/** From which entry the next page goes on, by its address. */
export function beforeOf(next: string | undefined): number | undefined {
  const before = Number(new URLSearchParams(next?.split("?")[1] ?? "").get("before") ?? Number.NaN);
  return Number.isFinite(before) ? before : undefined;
}

/** Units of a schedule, the largest first, in minutes. */
const units = [["days", 1440], ["hours", 60], ["minutes", 1]] as const;

/** How often something happens: the text's key and its count, in the largest unit that divides it. */
export function every(minutes: number): [`every.${(typeof units)[number][0]}`, { count: number }] {
  const [unit, size] = units.find(([, size]) => minutes >= size && minutes % size === 0) ?? units[2];
  return [`every.${unit}`, { count: minutes / size }];
}

/** Tools of the drawing bar, each with the key that takes it while the map or the bar has the focus. */
export const tools = { point: "p", polygon: "a", rectangle: "s", circle: "y", line: "v" } as const;
export type Tool = keyof typeof tools | "edit";

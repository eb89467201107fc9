import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const open = async () => {
  vi.resetModules();
  return import("./dark");
};

describe("the choice of the dark map", () => {
  let kept: Record<string, string>;
  beforeEach(() => {
    kept = {};
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept[key] ?? null,
      setItem: (key: string, value: string) => void (kept[key] = value),
      removeItem: (key: string) => void delete kept[key],
    });
  });
  afterEach(() => void vi.unstubAllGlobals());

  it("is the light one until it is made", async () => expect((await open()).isDark()).toBe(false));
  it("is kept, told, and taken back", async () => {
    const { isDark, onDark, setDark } = await open();
    const told = vi.fn();
    const stop = onDark(told);
    setDark(true);
    expect([isDark(), told.mock.calls.length, (await open()).isDark()]).toEqual([true, 1, true]);
    setDark(false);
    stop();
    setDark(true);
    setDark(false);
    expect([isDark(), told.mock.calls.length, kept]).toEqual([false, 2, {}]);
  });
  it("holds for the page where nothing can be kept", async () => {
    const refuse = () => {
      throw new DOMException("", "SecurityError");
    };
    vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
    const { isDark, setDark } = await open();
    expect(isDark()).toBe(false);
    setDark(true);
    expect(isDark()).toBe(true);
  });
});

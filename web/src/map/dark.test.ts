import { beforeEach, describe, it, mock } from "node:test";
import { expect } from "expect";
import { choice } from "./dark";

describe("the choice of the dark map", () => {
  let kept: Record<string, string>;
  beforeEach(() => void (kept = {}));
  const open = () =>
    choice(() => ({
      getItem: (key) => kept[key] ?? null,
      setItem: (key, value) => void (kept[key] = value),
      removeItem: (key) => void delete kept[key],
    }));

  it("is the light one until it is made", () => expect(open().isDark()).toBe(false));
  it("is kept, told, and taken back", () => {
    const { isDark, onDark, setDark } = open();
    const told = mock.fn();
    const stop = onDark(told);
    setDark(true);
    expect([isDark(), told.mock.calls.length, open().isDark()]).toEqual([true, 1, true]);
    setDark(false);
    stop();
    setDark(true);
    setDark(false);
    expect([isDark(), told.mock.calls.length, kept]).toEqual([false, 2, {}]);
  });
  it("holds for the page where nothing can be kept", () => {
    const refuse = () => {
      throw new DOMException("", "SecurityError");
    };
    const { isDark, setDark } = choice(() => ({ getItem: refuse, setItem: refuse, removeItem: refuse }));
    expect(isDark()).toBe(false);
    setDark(true);
    expect(isDark()).toBe(true);
  });
});

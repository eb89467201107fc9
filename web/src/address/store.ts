import type { Geometry } from "geojson";
import { useSyncExternalStore } from "react";
import { type Address, format, parse } from "./address";
import type { Answers } from "../plan/answers";
import { type Fragment, pack, packAnswers, readFragment, rounded, unpack, unpackAnswers, writeFragment } from "./fragment";
import { restore } from "./return";

/** What the page shows: its address, and what is unpacked from the fragment: the place, another to compare it with, and what is planned there. */
export interface State extends Address {
  place: Geometry | null;
  other: Geometry | null;
  plan: Answers;
  /** The fragment could not be read: the link was cut on its way. */
  brokenPlace: boolean;
  /** Likewise what was told about the plan. */
  brokenPlan: boolean;
}

/** Of two places that are compared: the page's own, or the other. */
export type Which = "place" | "other";

type Listener = () => void;

/** The page's state, which is its address: every change is written there, every step back read from there. */
class Store {
  state: State = { ...parse(location.search), place: null, other: null, plan: {}, brokenPlace: false, brokenPlan: false };
  /** Resolves when the fragment of the address that the page was opened with is unpacked. */
  readonly ready: Promise<void>;
  private readonly listeners = new Set<Listener>();
  private packed = readFragment(location.hash);
  private readonly writing: Record<keyof Fragment, number> = { place: 0, other: 0, plan: 0 };

  constructor() {
    this.ready = this.unpack();
    const back = () => {
      this.state = { ...this.state, ...parse(location.search) };
      const packed = readFragment(location.hash);
      if (writeFragment(packed) !== writeFragment(this.packed)) {
        this.packed = packed;
        void this.unpack();
      }
      this.tell();
    };
    addEventListener("popstate", back);
    addEventListener("hashchange", back);
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Changes the state; `step` makes it a step that the browser's Back takes back. */
  set(change: Partial<Address>, step = false): void {
    this.state = { ...this.state, ...change };
    this.write(step);
    this.tell();
  }

  /** Sets or removes the place, or the one that it is compared with; what was checked before is no longer so. */
  async setPlace(geometry: Geometry | null, change: Partial<Address> = {}, which: Which = "place"): Promise<void> {
    const place = geometry && rounded(geometry);
    this.state = { ...this.state, ...change, [which]: place, brokenPlace: false };
    this.tell();
    if (!(await this.put(which, place ? pack(place) : ""))) return;
    this.write(true);
    this.tell();
  }

  /** Sets what was told about the plan. It is no step that Back takes back: the form shows it. */
  async setPlan(plan: Answers): Promise<void> {
    this.state = { ...this.state, plan, brokenPlan: false };
    this.tell();
    if (await this.put("plan", packAnswers(plan))) this.write(false);
  }

  /** Puts a part of the fragment; false: a later one has overtaken it. */
  private async put(part: keyof Fragment, coming: Promise<string> | string): Promise<boolean> {
    const writing = ++this.writing[part];
    const packed = await coming;
    if (writing !== this.writing[part]) return false;
    this.packed = { ...this.packed, [part]: packed };
    return true;
  }

  private async unpack(): Promise<void> {
    const { packed } = this;
    const [place, other, plan] = await Promise.all([packed.place ? unpack(packed.place) : null, packed.other ? unpack(packed.other) : null, unpackAnswers(packed.plan)]);
    if (packed !== this.packed) return;
    this.state = { ...this.state, place, other, plan: plan ?? {}, brokenPlan: !plan, brokenPlace: (Boolean(packed.place) && !place) || (Boolean(packed.other) && !other) };
    this.tell();
  }

  private write(step: boolean): void {
    const query = format(this.state);
    const url = location.pathname + (query ? `?${query}` : "") + writeFragment(this.packed);
    if (url === location.pathname + location.search + location.hash) return;
    if (step) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

restore();

export const store = new Store();

/** A part of the state, for components. */
export function useAddress<T>(select: (state: State) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}

import type { Geometry } from "geojson";
import { useSyncExternalStore } from "react";
import { type Address, format, parse } from "./address";
import { pack, rounded, unpack } from "./fragment";
import { restore } from "./return";

/** What the page shows: its address, and the place unpacked from the fragment. */
export interface State extends Address {
  place: Geometry | null;
  /** The fragment could not be read: the link was cut on its way. */
  brokenPlace: boolean;
}

type Listener = () => void;

/** The page's state, which is its address: every change is written there, every step back read from there. */
class Store {
  state: State = { ...parse(location.search), place: null, brokenPlace: false };
  /** Resolves when the place of the address that the page was opened with is unpacked. */
  readonly ready: Promise<void>;
  private readonly listeners = new Set<Listener>();
  private packed = readFragment();
  private writing = 0;

  constructor() {
    this.ready = this.readPlace();
    const back = () => {
      this.state = { ...this.state, ...parse(location.search) };
      const packed = readFragment();
      if (packed !== this.packed) {
        this.packed = packed;
        void this.readPlace();
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

  /** Sets or removes the place; what was checked before is no longer so. */
  async setPlace(geometry: Geometry | null, change: Partial<Address> = {}): Promise<void> {
    const place = geometry && rounded(geometry);
    this.state = { ...this.state, ...change, place, brokenPlace: false };
    this.tell();
    const writing = ++this.writing;
    const packed = place ? await pack(place) : "";
    if (writing !== this.writing) return; // a later place has overtaken this one
    this.packed = packed;
    this.write(true);
    this.tell();
  }

  private async readPlace(): Promise<void> {
    const packed = this.packed;
    const place = packed ? await unpack(packed) : null;
    if (packed !== this.packed) return;
    this.state = { ...this.state, place, brokenPlace: Boolean(packed) && !place };
    this.tell();
  }

  private write(step: boolean): void {
    const query = format(this.state);
    const url = location.pathname + (query ? `?${query}` : "") + (this.packed ? `#place=${this.packed}` : "");
    if (url === location.pathname + location.search + location.hash) return;
    if (step) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function readFragment(): string {
  return new URLSearchParams(location.hash.slice(1)).get("place") ?? "";
}

restore();

export const store = new Store();

/** A part of the state, for components. */
export function useAddress<T>(select: (state: State) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}
